"""Draw the pages as people see them, and hold Mermaid to its words: `make pictures`.

Every page of the example vault, and of a vault whose names try to break out of their
diagrams, becomes a picture: Markdown as HTML, its diagrams drawn by the real Mermaid in
a real browser. Fails, naming the page, where Mermaid refuses a diagram, shows another
name than the notes have, or makes anything of a name that is not text.

Needs npm (which fetches Mermaid into `build/pictures`) and Chromium; says so aloud
where one of them is missing. Look at the pictures: that is what they are for.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

ROOT: Final = Path(__file__).resolve().parent.parent
MERMAID: Final = "11.17.2"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDTH: Final = 900
WIKILINK: Final = re.compile(r"\[\[([^\[\]|]+)(?:\|([^\[\]]*))?\]\]")
LABEL: Final = re.compile(r'"([^"\n]*)"')
BLOCK: Final = re.compile(r"^```mermaid\n(.*?)^```", re.DOTALL | re.MULTILINE)
CODE: Final = re.compile(r"#(\d+);")

# Names that would end a label, open HTML or a link, or be words of Mermaid itself.
HOSTILE: Final = (
    "end",
    "graph TD; x-->y",
    'Ada "the Countess" Moss',
    "Bo ]] [[ x --> y",
    "(round) {curly} [square] ((twice))",
    "hash #1 and #quot; and #35;",
    "semi;colon; &lt;b&gt; &amp;",
    "`code` and ``more``",
    "**bold** _and_ ~gone~",
    "<b>bold<br>",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)",
    "javascript:alert(1)",
    "click n1 href",
    "%%{init: {'theme':'dark'}}%% x",
    "%% a comment",
    "style n1 fill:#f00",
    "subgraph one",
    "1. a list",
    "- a list",
    "+ 2",
    "O'Brien \\ back\\n",
    "a | b || c",
    "$$x^2$$ @{ shape: circle }",
    "花子 山田",
    "مريم الحداد",
    "אבי כהן",
    "Zoë \u0301 Ö\u0308zgür 👩\u200d🌾",
    "x" * 70,
    "example.org?b=c#d",
)

PAGE: Final = """<!doctype html>
<meta charset="utf-8">
<style>
  body {{ font: 16px/1.55 sans-serif; max-width: 720px; margin: 2em auto; }}
  blockquote {{ border-left: 3px solid #bbb; margin-left: 0; padding-left: 1em; }}
  code {{ background: #f2f2f2; padding: 0 .2em; }}
  a {{ color: #4a3fa5; text-decoration: none; }}
</style>
<body>{body}<pre id="said" hidden></pre>
<script src="{mermaid}"></script>
<script>
  mermaid.initialize({{ startOnLoad: false }});
  (async () => {{
    const said = [];
    const blocks = [...document.querySelectorAll("pre > code.language-mermaid")];
    for (const [n, block] of blocks.entries()) {{
      const one = {{ texts: [], odd: [], wrong: "" }};
      try {{
        const {{ svg }} = await mermaid.render("m" + n, block.textContent);
        const drawn = document.createElement("div");
        drawn.innerHTML = svg;
        block.parentElement.replaceWith(drawn);
        const labels = drawn.querySelectorAll(".nodeLabel, text.nodeText");
        one.texts = [...labels].map(label => label.textContent);
        const kinds = "a, img, script, iframe, b, strong, em, code, ul, ol, math";
        one.odd = [...drawn.querySelectorAll(kinds)].map(it => it.outerHTML);
      }} catch (wrong) {{
        one.wrong = String(wrong);
      }}
      said.push(one);
    }}
    document.getElementById("said").textContent = JSON.stringify({{
      blocks: said,
      heights: [...document.querySelectorAll("section")].map(it => it.offsetHeight),
    }});
  }})();
</script>
"""


@dataclass(frozen=True)
class Tools:
    """The browser, and Mermaid as one script."""

    browser: str
    mermaid: Path


def main() -> int:
    """Draw all pages; return 1 where a diagram is not what it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--to", type=Path, default=ROOT / "build/pictures")
    parser.add_argument("--vault", type=Path, help="a vault whose pages to draw")
    given = parser.parse_args()
    to: Path = given.to.resolve()
    to.mkdir(parents=True, exist_ok=True)
    tools = found(to)
    if isinstance(tools, str):
        print(tools, file=sys.stderr)
        return 2
    vaults = [given.vault] if given.vault else [ROOT / "example-vault", hostile(to)]
    wrong: list[str] = []
    blocks = 0
    for vault in vaults:
        pages = to / f"{vault.name}-drawn"
        shutil.rmtree(pages, ignore_errors=True)
        shutil.copytree(vault, pages / "vault")
        built(pages / "vault")
        texts = {
            page.stem: text
            for page in sorted((pages / "vault").rglob("*.md"))
            for text in (page.read_text("utf-8"),)
            if "\ntype: vaultkit-page\n" in text
        }
        said = drawn(texts, pages, tools)
        blocks += len(said)
        wrong += [f"{vault.name}: {one}" for one in said if one]
    for one in wrong:
        print(one)
    print(f"{blocks} diagrams drawn, {len(wrong)} wrong; the pictures: {to}/*-drawn/")
    return 1 if wrong or not blocks else 0


def found(to: Path) -> Tools | str:
    """Return the browser and Mermaid, or what is missing and what to do."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return "no picture was drawn: no Chromium here; install chromium and try again"
    script = to / "node_modules/mermaid/dist/mermaid.min.js"
    known = to / f"mermaid-{MERMAID}"
    if not (script.is_file() and known.is_file()):
        npm = shutil.which("npm")
        if npm is None:
            return "no picture was drawn: no npm here to fetch Mermaid; install Node.js"
        asked = [npm, "install", "--silent", "--no-audit", "--no-fund", "--no-save"]
        got = subprocess.run([*asked, f"mermaid@{MERMAID}"], cwd=to, check=False)
        if got.returncode or not script.is_file():
            return f"no picture was drawn: npm could not fetch mermaid@{MERMAID}"
        known.touch()
    return Tools(browser, script)


def built(vault: Path) -> None:
    """Build the pages of a vault."""
    command = [str(Path(sys.executable).with_name("vaultkit")), "build", str(vault)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def hostile(to: Path) -> Path:
    """Return a vault whose names try to break out: all brought, all in a circle."""
    vault = to / "hostile-notes"
    shutil.rmtree(vault, ignore_errors=True)
    (vault / "People").mkdir(parents=True)
    (vault / "vaultkit.toml").write_text("today = 2026-11-02\n", "utf-8")
    circles = ("inner", "close", "active", "wider")
    for n, name in enumerate(HOSTILE):
        by = json.dumps(HOSTILE[(n - 1) // 3], ensure_ascii=False)
        lines = [
            "---",
            "type: person",
            f"circle: {circles[n % 4]}",
            *([f"introduced_by: {by}"] if n else []),
            "---",
        ]
        (vault / f"People/{name}.md").write_text("\n".join(lines) + "\n", "utf-8")
    return vault


def drawn(texts: dict[str, str], to: Path, tools: Tools) -> list[str]:
    """Draw pages; return what is wrong with each of their diagrams, "" for nothing."""
    bodies = {name: text.partition("\n---\n")[2] for name, text in texts.items()}
    whole = _written(to / "all.html", bodies, tools)
    said = _browsed(tools, whole, "--dump-dom")
    told = re.search(r'<pre id="said" hidden="">(.*?)</pre>', said, re.DOTALL)
    if not told or not told[1]:
        return ["the browser did not come to its end"]
    results = json.loads(html.unescape(told[1]))
    for (name, body), height in zip(bodies.items(), results["heights"], strict=True):
        page = _written(to / f"{name}.html", {name: body}, tools)
        size = f"--window-size={WIDTH},{min(int(height) + 100, 12_000)}"
        _browsed(tools, page, f"--screenshot={page.with_suffix('.png')}", size)
    blocks = [block for body in bodies.values() for block in BLOCK.findall(body)]
    pairs = zip(blocks, results["blocks"], strict=True)
    return [_wrong(block, result) for block, result in pairs]


def _written(file: Path, bodies: dict[str, str], tools: Tools) -> Path:
    """Write pages as one HTML file, each a section."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    sections = (
        f"<section><h1>{html.escape(name)}</h1>{markdown.render(_linked(body))}"
        "</section>"
        for name, body in bodies.items()
    )
    page = PAGE.format(body="\n".join(sections), mermaid=tools.mermaid.as_uri())
    file.write_text(page, "utf-8")
    return file


def _linked(body: str) -> str:
    """Return Markdown whose links look like links, as Obsidian shows them."""
    parts = re.split(r"(^```.*?^```$|`[^`\n]*`)", body, flags=re.DOTALL | re.MULTILINE)
    for n in range(0, len(parts), 2):
        parts[n] = WIKILINK.sub(lambda it: f"<a>{it[2] or it[1]}</a>", parts[n])
    return "".join(parts)


def _browsed(tools: Tools, file: Path, *options: str) -> str:
    command = [
        tools.browser,
        *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *("--allow-file-access-from-files", "--virtual-time-budget=20000"),
        *options,
        file.as_uri(),
    ]
    ran = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=180
    )
    return ran.stdout


def _wrong(block: str, result: dict[str, object]) -> str:
    """Return what is wrong with a diagram, or ""."""
    if result["wrong"]:
        return f"Mermaid refuses it: {result['wrong']}"
    if result["odd"]:
        return f"a name became more than text: {result['odd']}"
    meant = sorted(
        CODE.sub(lambda c: chr(int(c[1])), it) for it in LABEL.findall(block)
    )
    texts = result["texts"]
    shown = sorted(map(str, texts)) if isinstance(texts, list) else []
    if list(map(_spaced, meant)) != list(map(_spaced, shown)):
        return f"meant {set(meant) - set(shown)}, shown {set(shown) - set(meant)}"
    return ""


def _spaced(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
