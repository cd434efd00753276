import Markup
import Testing

/// What comes from outside is text, wherever it is put.
@Suite struct MarkupTests {
    @Test(arguments: payloads)
    func textIsNeverMarkup(_ payload: String) {
        let element = Markup.element("p", [Attribute("title", payload)], payload).written
        #expect(element.count { $0 == "<" } == 2, "\(element)")
        #expect(element.count { $0 == ">" } == 2, "\(element)")
        #expect(element.count { $0 == "\"" } == 2, "\(element)")
        #expect(!element.contains("'"), "\(element)")
    }

    @Test func textIsAsItWas() {
        #expect(Markup("St Bega’s & Éloi <1>").written == "St Bega’s &amp; Éloi &lt;1&gt;")
        #expect(Markup("a\u{202e}b\u{0}\n\u{ffff}").written == #"a\u{202e}b\u{0}\u{a}\u{ffff}"#)
    }

    @Test func anAddressNeverNamesAScheme() {
        let link = { Markup.element("a", [.href($0)], "x").written }
        #expect(link(.page("javascript:alert(1)")) == #"<a href="javascript%3Aalert%281%29">x</a>"#)
        #expect(link(.part(#"a" onclick="b"#)) == ##"<a href="#a%22%20onclick%3D%22b">x</a>"##)
        #expect(
            link(.page("../la/391.html", part: "rate")) == ##"<a href="../la/391.html#rate">x</a>"##
        )
    }

    @Test(arguments: payloads)
    func aStringInAStyleSheetStaysOne(_ payload: String) {
        var sheet = StyleSheet("@page { content: ")
        sheet.add(string: payload)
        sheet.add(" }")
        let style = Markup.style(sheet).written
        #expect(style.count { $0 == "<" } == 2 && style.count { $0 == "\"" } == 2, "\(style)")
    }

    @Test func elementsNest() {
        let list = Markup.element("ul", [], [.element("li", [], "a"), .element("li", [], "b")])
        #expect(list.written == "<ul><li>a</li><li>b</li></ul>")
        #expect(
            Markup.element("meta", [Attribute("charset", "utf-8")]).written
                == #"<meta charset="utf-8">"#)
    }

    @Test func whatABrowserRunsTakesNoText() async {
        await #expect(processExitsWith: .failure) { _ = Attribute("onclick", "x") }
        await #expect(processExitsWith: .failure) { _ = Attribute("href", "x") }
        await #expect(processExitsWith: .failure) { _ = Attribute("style", "x") }
    }
}

/// Texts that run, navigate or break out where they are not escaped.
private let payloads = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
    "</style><script>alert(1)</script>", "</title><script>alert(1)</script>",
    "<svg onload=alert(1)>", "<meta http-equiv=refresh content=\"0;url=//example.org\">",
    "javascript:alert(1)", "<!--", "]]><x>", "\u{0}<b>", "\";} body { display: none } a { b: \"",
    "&lt;script&gt;", "<a href=javascript:alert(1)>x</a>", "`\\22 ;",
]
