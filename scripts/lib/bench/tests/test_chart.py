"""The chart."""

import unittest
import xml.etree.ElementTree as xml

import chart

from .samples import line, result

SVG = "{http://www.w3.org/2000/svg}"


def drawn(*lines):
    return xml.fromstring(chart.draw(result(*lines)))


def bars(picture):
    """Widths by what a bar is about, the two of the legend left out."""
    rectangles = picture.findall(f"{SVG}rect")
    titles = [(one.findtext(f"{SVG}title"), float(one.get("width"))) for one in rectangles]
    return {title: width for title, width in titles if title}


class Chart(unittest.TestCase):
    def test_every_line_has_a_bar_for_each_way(self):
        picture = drawn(line("reads"), line("writes", ways=("nginx",)))
        self.assertEqual(picture.tag, f"{SVG}svg")
        self.assertEqual(
            set(bars(picture)),
            {"reads, a replica", "reads, through Nginx", "writes, through Nginx"},
        )

    def test_a_bar_is_as_long_as_its_ratio_and_stays_on_the_picture(self):
        widths = bars(drawn(line("half", 0.5), line("whole", 1.0), line("far above", 7.0)))
        self.assertEqual(widths["half, a replica"] * 2, widths["whole, a replica"])
        width = float(drawn(line("x")).get("width"))
        self.assertLess(chart.LEFT + widths["far above, a replica"], width)

    def test_names_are_escaped(self):
        picture = drawn(line('<b> & "c"'))
        self.assertIn('<b> & "c"', [text.text for text in picture.findall(f"{SVG}text")])

    def test_a_goal_is_a_mark(self):
        def marks(picture):
            return [one for one in picture.findall(f"{SVG}line") if one.get("class") == "goal"]

        self.assertEqual(len(marks(drawn(line("a", goal=0.5)))), 1)
        self.assertEqual(marks(drawn(line("a"))), [])

    def test_no_line_at_all_is_still_a_picture(self):
        self.assertEqual(bars(drawn()), {})
