"""What the head of a page tells programs."""

import json

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from jumelage.faces.metadata import linked

register = template.Library()
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


class Captured(template.Node):
    def __init__(self, nodes: NodeList, name: str) -> None:
        self.nodes, self.name = nodes, name

    def render(self, context: Context) -> SafeString:
        context[self.name] = mark_safe(" ".join(self.nodes.render(context).split()))  # noqa: S308  # escaped as rendered
        return SafeString()


@register.tag
def captured(parser: Parser, token: Token) -> Captured:
    """{% captured NAME %}…{% endcaptured %}: what is within, in one line, under a name; it may hold a block."""
    nodes = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return Captured(nodes, token.split_contents()[1])


@register.simple_tag(takes_context=True)
def linked_data(context: Context) -> SafeString:
    """A script element that no browser runs; whatever the data hold, they cannot end it."""
    data = {"@context": "https://schema.org"} | linked(context.flatten())
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  # escaped above
