import assert from "node:assert/strict";
import fc from "fast-check";
import { code, strong } from "../../../../cli/diff/document/document";
import { fence, htmlText, markdownCell, markdownText } from "../../../../cli/diff/document/markdown-text";
import { visibleCode, visibleWords } from "../../../../cli/diff/document/visible";
import { hostileText, spans } from "./arbitrary-blocks";

describe("words in Markdown", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["a mention", "by @octocat", "by @&#8203;octocat"],
    ["an address", "mail a@b.example", "mail a@&#8203;b.example"],
    ["a reference", "see #12 and GH-3", "see \\#&#8203;12 and GH-&#8203;3"],
    ["links", "https://x.example www.x.example", "https:&#8203;//x.example www&#8203;.x.example"],
    ["a link with words", "[x](y)", "\\[x\\](y)"],
    ["an image", "![x](y)", "!\\[x\\](y)"],
    ["HTML", "<img src=x> &amp;", "&lt;img src=x&gt; &amp;amp;"],
    ["emphasis", "*a* _b_ ~c~", "\\*a\\* \\_b\\_ \\~c\\~"],
    ["code", "`a`", "\\`a\\`"],
    ["emoji", "a :tada:", "a :&#8203;tada:"],
    ["mathematics", "$x$", "\\$x\\$"],
    ["a pipe", "a|b", "a\\|b"],
    ["an escape", "a\\*b", "a\\\\\\*b"],
    ["a list", "- a", "\\- a"],
    ["a line under a heading", "===", "\\==="],
    ["a line under the head of a table", ":-", "\\:-"],
    ["a numbered list", "12. a", "12\\. a"],
    ["a heading", "# a", "\\# a"],
    ["lines", "a\n# b\r\n<c>", "a \\# b &lt;c&gt;"],
    ["control characters", "a\u001b[31mb\u202ec", "a\\\\u{1b}\\[31mb\\\\u{202e}c"],
  ];
  for (const [what, words, expected] of cases) {
    it(`stay words where they hold ${what}`, () => {
      assert.equal(markdownText([words]), expected);
    });
  }

  it("are escaped as one text where a sentence cuts them in two", () => {
    assert.equal(markdownText(["https:", "//x.example #", "7"]), markdownText(["https://x.example #7"]));
  });

  it("are all there, and nothing else, once escapes and breaks are taken away", () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        const plain = markdownText([words])
          .replaceAll("&#8203;", "")
          .replace(/\\([!-/:-@[-`{-~])/g, (_, character: string) => character)
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&amp;", "&");
        assert.equal(plain, visibleWords(words).trim());
      }),
    );
  });

  it("hold no character that Markdown, HTML or GitHub reads", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (words, emphasized) => {
        const written = markdownText([words, strong(emphasized)]);
        assert.ok(!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(written), written);
        const unescaped = written
          .replace(/\\[!-/:-@[-`{-~]/g, "")
          .replace(/<\/?b>|&(?:amp|lt|gt|quot|#8203);/g, " ");
        assert.ok(!/[`*_[\]|~<>&#$]|@\w|:\/\/|www\./i.test(unescaped), written);
      }),
    );
  });
});

describe("code in Markdown", () => {
  it("is one span, whatever is in it, and the text to the letter", () => {
    fc.assert(
      fc.property(hostileText, (value) => {
        assert.equal(onlySpan(markdownText([code(value)])), visibleCode(value));
      }),
    );
  });

  it("is kept apart from the code beside it", () => {
    assert.equal(markdownText([code("a"), code("b")]), "`a` `b`");
    assert.equal(markdownText([code("a"), "", code("b")]), "`a` `b`");
  });

  it("shows an empty value", () => {
    assert.equal(markdownText([code(""), ", ", code("  ")]), '`""`, `"  "`');
  });

  /** As CommonMark 6.1 reads it. */
  function onlySpan(written: string): string {
    const [ticks] = /^`+/.exec(written) ?? [""];
    const inside = written.slice(ticks.length);
    const runs = [...inside.matchAll(/`+/g)].filter(([run]) => run.length === ticks.length);
    assert.equal(runs.length, 1, written);
    assert.equal(runs[0].index + ticks.length, inside.length, written);
    const content = inside.slice(0, -ticks.length);
    return /^ .* $/.test(content) && content.trim() !== "" ? content.slice(1, -1) : content;
  }
});

describe("a cell of a Markdown table", () => {
  it("has no pipe that ends it", () => {
    fc.assert(
      fc.property(spans, (text) => {
        const pipes = [...markdownCell(text).matchAll(/(?<=(\\*))\|/g)];
        pipes.forEach(([, backslashes]) => {
          assert.ok(backslashes.length > 0, markdownCell(text));
        });
      }),
    );
  });
});

describe("text in HTML", () => {
  it("holds no tags but its own", () => {
    fc.assert(
      fc.property(spans, (text) => {
        const tags = htmlText(text).match(/<[^>]*>?/g) ?? [];
        assert.deepEqual(
          tags.filter((tag) => !/^<\/?(?:b|code)>$/.test(tag)),
          [],
        );
      }),
    );
  });
});

describe("a fence", () => {
  it("is longer than every row of backticks inside", () => {
    assert.deepEqual([fence("a", 3), fence("a ``` b", 3), fence("`````", 1)], ["```", "````", "``````"]);
  });
});
