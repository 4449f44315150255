"""The ratios as a picture: one bar for each line and way, its limit at the right edge."""

from xml.sax.saxutils import escape

LEFT, SCALE, BAR, GAP, TOP = 250, 420, 14, 16, 58
NAMES = {"replica": "a replica", "nginx": "through Nginx"}

# Legible on white and on black; a viewer that knows the reader's theme gets better ones.
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #6b7280 }
.name, .title { fill: #4b5563; font-weight: 600 }
.replica { fill: #3b82f6 } .nginx { fill: #10b981 }
.axis { stroke: #9ca3af; stroke-width: 1 } .goal { stroke: #ef4444; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #b6bdc8 } .name, .title { fill: #e5e7eb }
}
"""


def _text(x, y, text, style="", anchor="start"):
    return f'<text x="{x}" y="{y}" class="{style}" text-anchor="{anchor}">{escape(text)}</text>'


def _rectangle(x, y, width, style, title=""):
    return (
        f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{BAR}" rx="2" class="{style}">'
        f"<title>{escape(title)}</title></rect>"
    )


def _vertical(x, top, bottom, style):
    return f'<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" class="{style}"/>'


def draw(result):
    """The chart as SVG."""
    parts, y = [], TOP
    for line in result["lines"]:
        top = y
        for way, found in line["ways"].items():
            width = min(found["ratio"], 1.1) * SCALE
            label = f"{found['ratio']:.2f}  ({found['rate']:,.0f}/s)"
            parts.append(_rectangle(LEFT, y, width, way, f"{line['name']}, {NAMES[way]}"))
            parts.append(_text(round(LEFT + width + 6), y + BAR - 3, label))
            y += BAR + 3
        parts.append(_text(LEFT - 10, (top + y) / 2 + 3, line["name"], "name", "end"))
        if line["goal"]:
            x = LEFT + line["goal"] * SCALE
            parts.append(_vertical(x, top - 3, top + BAR + 3, "goal"))
        y += GAP
    axes = [_vertical(LEFT + SCALE * share, TOP - 6, y - 8, "axis") for share in (0, 1)]
    title = "Rate as a share of the limit (1 = the limit; red: the goal)"
    head = [_text(LEFT, 20, title, "title")]
    for number, way in enumerate(NAMES):
        x = LEFT + number * 130
        head.append(_rectangle(x, 28, BAR, way))
        head.append(_text(x + 20, 40, NAMES[way]))
    width, height = LEFT + SCALE + 160, y
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
            f' width="{width}" height="{height}" role="img" aria-label="{escape(title)}">',
            f"<style>{STYLE}</style>",
            *head,
            *axes,
            *parts,
            "</svg>",
            "",
        ]
    )
