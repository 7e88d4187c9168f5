"""The table of blind spots, and below it each survivor with a remedy to paste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.verification.blind_spots.looking import Found, Survivor


def as_text(found: Mapping[str, Sequence[Found]]) -> str:
    """A line per exercise of each topic; then survivors."""
    width = max(len(f"{topic}: {one.exercise}") for topic in found for one in found[topic]) + 2
    lines = [f"{'exercise':<{width}}{'places':>8}{'caught':>8}{'outside':>9}{'survivors':>11}"]
    for topic, ones in found.items():
        lines += [
            f"{topic + ': ' + one.exercise:<{width}}{one.places:>8}{one.caught:>8}"
            f"{one.outside:>9}{len(one.survivors):>11}"
            for one in ones
        ]
    every = [one for ones in found.values() for one in ones]
    lines.append(
        f"{sum(one.places for one in every)} blind spots: {sum(one.caught for one in every)} "
        f"caught, {sum(one.outside for one in every)} outside, "
        f"{sum(len(one.survivors) for one in every)} survive"
    )
    for topic, ones in found.items():
        lines += [f"{topic}: {line}" for one in ones for line in one.broken]
        for one in ones:
            for place in one.survivors:
                lines += [f"{topic}: {line}" for line in _remedied(one, place)]
    return "\n".join(lines)


def _remedied(one: Found, place: Survivor) -> list[str]:
    why = "no check notices" if place.reached else "no example reaches it"
    return [
        f"{one.exercise}, wrong only at: {place.where} ({place.family}; {why})",
        f"    {_remedy(one, place)}",
        f"    or: outside(of={one.exercise!r}, where={place.where!r}, says=…)",
    ]


def _remedy(one: Found, place: Survivor) -> str:
    if place.reached and "float32" in place.where:
        return "assert_keeps_float32(student.f, …) compares with the float64 copies"
    if place.reached:
        return f"{one.main}: compare with the reference there"
    if "float32" in place.where or place.family in ("size of numbers", "shapes", "length"):
        return f"{one.main}: @check(…, edges=1e4) mixes such examples in"
    return f"{one.main}: call it so, or draw it with choices(…)"


def as_json(found: Mapping[str, Sequence[Found]]) -> dict[str, object]:
    """The table in the form of `verify --blind-spots --format json`."""
    return {
        topic: [
            {
                "exercise": one.exercise,
                "places": one.places,
                "caught": one.caught,
                "outside": one.outside,
                "survivors": [place.where for place in one.survivors],
                "broken": list(one.broken),
            }
            for one in ones
        ]
        for topic, ones in found.items()
    }
