"""A cell's outputs are shown as Jupyter would, but nothing in them can run or fetch."""

import base64

import pytest

from autograder.reporting.outputs import Budget, outputs_to_html

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 40).decode()
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + b"\0" * 40).decode()
TABLE = (
    "<div><style scoped>.dataframe tbody tr th {color: red}</style>"
    '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th>x</th></tr>'
    "</thead><tbody><tr><td>1.5</td></tr></tbody></table></div>"
)


def shown(*outputs, left=1_000_000):
    """These outputs as HTML."""
    return outputs_to_html(outputs, Budget(left))


def display(**data):
    """A display_data output; `_` stands for `/` in a MIME type's name."""
    bundle = {mime.replace("_", "/", 1): value for mime, value in data.items()}
    return {"output_type": "display_data", "metadata": {}, "data": bundle}


def test_printed_text_is_escaped_and_loses_its_colours():
    """Streams are text, whatever they contain; a list of lines is joined."""
    out = {"output_type": "stream", "name": "stdout", "text": ["<b>\x1b[1m", "bold</b>\n"]}

    assert shown(out) == '<pre class="text">&lt;b&gt;bold&lt;/b&gt;</pre>'


def test_warnings_are_told_apart_from_results():
    """Text on stderr has a class of its own."""
    out = {"output_type": "stream", "name": "stderr", "text": "RuntimeWarning"}

    assert shown(out) == '<pre class="text stderr">RuntimeWarning</pre>'


def test_an_error_is_its_traceback_without_colours():
    """Without a traceback, the exception's name and words."""
    error = {"output_type": "error", "ename": "E", "evalue": "<x>"}

    assert (
        shown({**error, "traceback": ["\x1b[0;31ma\x1b[0m", "<b>"]})
        == '<pre class="text error">a\n&lt;b&gt;</pre>'
    )
    assert shown({**error, "traceback": []}) == '<pre class="text error">E: &lt;x&gt;</pre>'


@pytest.mark.parametrize(("mime", "data"), [("image/png", PNG), ("image/jpeg", JPEG)])
def test_pictures_become_data_uris(mime, data, parsed):
    """Line breaks in the base64, as nbformat stores it, are taken out."""
    page = parsed(shown(display(**{mime.replace("/", "_"): data[:20] + "\n" + data[20:]})))

    assert ("img", "src", f"data:{mime};base64,{data}") in page.attributes


@pytest.mark.parametrize(
    "data", ["not base64!", PNG + '" onerror="alert(1)', base64.b64encode(b"<svg/>").decode(), ""]
)
def test_what_is_no_picture_is_not_shown_as_one(data):
    """The plain text stands in its place."""
    rendered = shown(display(image_png=data, text_plain="<Figure>"))

    assert rendered == '<pre class="text">&lt;Figure&gt;</pre>'


def test_a_pandas_table_stays_a_table(parsed):
    """Alignment is kept; style sheets and classes go."""
    page = parsed(shown(display(text_html=TABLE, text_plain="x")))

    assert {"div", "table", "thead", "tbody", "tr", "th", "td"} == page.tags
    assert ("tr", "style", "text-align:right") in page.attributes
    assert page.text == "x1.5"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>document.title = 1</script>",
        "<img src=x onerror=alert(1)>",
        '<img src="https://tracker.example/x.png">',
        "<iframe src='https://x.y'></iframe>",
        "<svg onload=alert(1)><circle/></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<form action='https://x.y'><input name=password><button>go</button></form>",
        "<div style='position:fixed;inset:0;background:url(https://x.y)'>grade: 100</div>",
        "<style>body{display:none}</style>",
        "<link rel=stylesheet href=https://x.y><meta http-equiv=refresh content=0>",
        "</div></main></body><h1 id=top class=card>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<object data='data:text/html,x'></object><embed src=x>",
    ],
)
def test_hostile_html_is_disarmed(hostile, parsed):
    """What is left has no script, no handler, no address to fetch, no style, no identity."""
    page = parsed(shown(display(text_html="<p>start</p>" + hostile, text_plain="plain")))

    forbidden = {"script", "iframe", "svg", "style", "form", "input", "link", "meta", "object"}
    assert not page.tags & forbidden
    names = {(tag, name) for tag, name, _ in page.attributes if tag != "div"}
    assert names <= {("a", "rel"), ("img", "src"), ("img", "alt")}
    assert not {value for _, name, value in page.attributes if name == "src"}
    assert "start" in page.text


def test_html_of_which_nothing_is_left_gives_way_to_plain_text():
    """A widget that needs its script would otherwise be an empty box."""
    widget = display(text_html="<script>draw()</script><div></div>", text_plain="Widget()")

    assert shown(widget) == '<pre class="text">Widget()</pre>'


def test_a_drawing_is_an_image_and_so_runs_no_script(parsed):
    """SVG is shown inside <img>, in base64."""
    page = parsed(shown(display(**{"image_svg+xml": "<svg><script>alert(1)</script></svg>"})))

    assert {"div", "img"} == page.tags
    assert any(value.startswith("data:image/svg+xml;base64,") for _, _, value in page.attributes)


def test_latex_and_markdown_outputs_are_rendered(parsed):
    """As sympy and IPython.display make them."""
    assert "mfrac" in parsed(shown(display(text_latex=r"$\displaystyle \frac{1}{2}$"))).tags
    assert "strong" in parsed(shown(display(text_markdown="**bold** <script>"))).tags


def test_endless_output_is_cut():
    """One text has a limit, and so has the page."""
    flood = {"output_type": "stream", "name": "stdout", "text": "x" * 500_000}

    assert len(shown(flood)) < 11_000
    assert "More output than this page can hold" in shown(flood, flood, flood, left=25_000)


@pytest.mark.parametrize(
    "output",
    [
        *(None, 7, {}, {"output_type": "stream"}, {"output_type": "error", "traceback": 5}),
        *({"output_type": "display_data", "data": data} for data in (None, [], {"text/html": 5})),
    ],
)
def test_malformed_outputs_are_left_out(output):
    """A notebook is a stranger's file: no shape of it raises."""
    assert len(shown(output)) < 60
