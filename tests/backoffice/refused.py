"""What a refused form shows (U-13)."""

from html.parser import HTMLParser

ERROR = {"fr": "Erreur :", "ar": "خطأ:"}


class Page(HTMLParser):
    """What a refused form shows: its title, its summary, its fields and what they hold."""

    def __init__(self, html):
        super().__init__()
        self.title, self.links, self.beside = "", {}, []
        self.ids, self.held, self.summaries = set(), set(), 0
        self._inside, self._link, self._choice = [], "", ""
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        classes = (said.get("class") or "").split()
        self.ids.add(said.get("id"))
        if tag == "div":
            self._inside.append(
                next((c for c in classes if c.startswith(("error-", "field-e"))), "")
            )
        if "error-summary" in classes:
            self.summaries += "autofocus" in said and said.get("role") == "alert"
        if tag == "a" and "error-summary" in self._inside:
            self._link = said["href"].removeprefix("#")
        if tag in ("title", "textarea", "select"):
            self._inside.append(tag)
            self._choice = said.get("name", "")
        if tag == "input" and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.held.add((said.get("name"), said.get("value", "")))
        if tag == "option" and "selected" in said:
            self.held.add((self._choice, said["value"]))

    def handle_endtag(self, tag):
        if tag in ("div", "title", "textarea", "select") and self._inside:
            self._inside.pop()
        if tag == "a":
            self._link = ""

    def handle_data(self, data):
        inside = self._inside[-1:]
        if inside == ["title"]:
            self.title += data
        elif inside == ["textarea"]:
            self.held.add((self._choice, data.strip()))
        elif self._link:
            self.links[self._link] = self.links.get(self._link, "") + data
        elif "field-error" in self._inside and data.strip():
            self.beside.append(data.strip())


def what_lacks(html: str, language: str = "fr") -> list[str]:
    """What a refused form does not do for whoever filled it; nothing when it does all."""
    page = Page(html)
    found = []
    if not page.title.startswith(ERROR[language]):
        found.append(f"its title is « {page.title} »")
    if page.summaries != 1:
        found.append(f"{page.summaries} summaries with the focus")
    if not page.links and "error-summary" not in html:
        found.append("no error is told")
    for field, told in page.links.items():
        if field not in page.ids:
            found.append(f"« {told} » leads nowhere")
        if not any(told.endswith(beside) for beside in page.beside):
            found.append(f"« {told} » is not beside its field")
    return found
