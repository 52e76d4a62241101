"""Charts drawn by the server keep their proportions and show what is small."""

from ithaque.ui.charts import line_chart, share_bar


def test_line_starts_at_zero_and_ends_at_the_right() -> None:
    chart = line_chart([{"label": "a", "value": 0}, {"label": "b", "value": 10}])
    assert (chart.first.y, chart.last.y) == (92, 24)
    assert (chart.first.x, chart.last.x) == (8, 288)
    assert chart.path == "M8 92 288 24"


def test_line_of_one_point_or_none_is_drawn_without_fault() -> None:
    assert line_chart([]).path == ""
    assert line_chart([{"label": "a", "value": 0}]).last.x == 8


def test_small_share_is_seen_and_the_bar_stays_full() -> None:
    shares = share_bar(
        [
            {"value": 998, "kind": "good"},
            {"value": 0, "kind": "watch"},
            {"value": 2, "kind": "urgent"},
        ]
    )
    assert [share.colour for share in shares] == ["olive", "brick"]
    assert shares[1].width == 6
    assert round(shares[-1].x + shares[-1].width) == 300


def test_no_share_makes_no_bar() -> None:
    assert share_bar([]) == []
