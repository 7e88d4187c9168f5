for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => row.cells[place].dataset.value ?? row.cells[place].textContent.trim();
      const missing = (text) => text === "" || text === "–";
      const rows = [...table.tBodies[0].rows].sort((one, other) => {
        const [a, b] = [value(one), value(other)];
        if (missing(a) || missing(b)) return missing(a) - missing(b);
        const order = a.localeCompare(b, "en", { numeric: false });
        const sign = down ? -1 : 1;
        return sign * (head.dataset.numbers ? Number(a) - Number(b) : order);
      });
      table.tBodies[0].append(...rows);
    });
  });
}
