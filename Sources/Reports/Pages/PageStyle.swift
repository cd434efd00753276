internal import Markup

/// How pages look: plain, modelled on GOV.UK's sizes and spacing, with the system's sans serif.
///
/// `#12436D` is the first colour of the Analysis Function's palette, 10.3 to 1 on white. Text is in no
/// other colour than black, white and that one.
enum PageStyle {
    /// The style of a page of a report, which says in the margins of paper what it was made from.
    static func sheet(footer: String) -> StyleSheet {
        var sheet = StyleSheet(screen)
        sheet.add(paper)
        sheet.add(
            "@page{size:A4;margin:18mm 15mm 20mm;@bottom-left{font:9pt Arial,sans-serif;content:")
        sheet.add(string: footer)
        sheet.add("}@bottom-right{font:9pt Arial,sans-serif;content:")
        sheet.add(string: "Page ")
        sheet.add(" counter(page) ")
        sheet.add(string: " of ")
        sheet.add(" counter(pages)}}\n")
        return sheet
    }

    private static let screen: StaticString = """

        *{box-sizing:border-box}
        html{font:100%/1.5 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff}
        body{margin:0;overflow-wrap:anywhere}
        .page{max-width:60rem;margin:0 auto;padding:0 1rem 3rem}
        h1{font-size:2rem;line-height:1.2;margin:1.5rem 0 .5rem}
        h2{font-size:1.5rem;line-height:1.25;margin:2.5rem 0 .75rem}
        h3{font-size:1.1875rem;line-height:1.3;margin:2rem 0 .5rem}
        a{color:#12436d;text-underline-offset:.15em}
        a:focus,[tabindex]:focus{outline:3px solid #0b0c0c;outline-offset:2px;background:#fff2b3}
        .skip{position:absolute;left:-999em}
        .skip:focus{position:static;display:inline-block;padding:.5rem 1rem}
        .top{border-bottom:4px solid #12436d;margin-bottom:1rem}
        .top p{margin:.75rem 0}
        .top b{font-size:1.1875rem}
        nav ul{list-style:none;padding:0;margin:.5rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
        .contents ul{display:block}
        .contents li{margin:.25rem 0}
        .lead{font-size:1.1875rem;margin:.5rem 0 1rem}
        .banner{border:4px solid #0b0c0c;padding:.75rem 1rem;font-weight:700;margin:1rem 0}
        dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.25rem;margin:1rem 0}
        dl.facts dt{font-weight:700}
        dl.facts dd{margin:0}
        dl.meanings dt{font-weight:700;margin-top:1.25rem}
        dl.meanings dd{margin:.25rem 0 0}
        code{font:.9375em/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
        .command span{white-space:nowrap}
        .note{border-left:6px solid #12436d;padding:.25rem 0 .25rem 1rem;margin:1rem 0}
        .scroll{overflow-x:auto;max-width:100%}
        table{border-collapse:collapse;margin:.5rem 0 1rem;min-width:min(100%,20rem)}
        caption{text-align:left;font-weight:700;padding:.25rem 0}
        caption span{position:sticky;left:0;display:inline-block;max-width:calc(100vw - 2rem)}
        th,td{text-align:left;vertical-align:top;padding:.4rem 1rem .4rem 0;
        border-bottom:1px solid #6f777b;overflow-wrap:normal}
        tbody th{font-weight:400}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        thead .number{white-space:normal}
        th:last-child,td:last-child{padding-right:0}
        .scroll tbody th{min-width:8rem}
        .short{white-space:nowrap}
        figure{margin:1.5rem 0;max-width:40rem}
        figcaption{font-weight:700;margin-bottom:.5rem}
        svg{display:block;width:100%;font:14px Arial,Helvetica,sans-serif;overflow:visible}
        svg text{fill:#0b0c0c}
        svg .value{font-weight:700}
        svg .bar,svg .dot{fill:#12436d}
        svg .curve{fill:none;stroke:#12436d;stroke-width:3;stroke-linejoin:round}
        svg .grid{stroke:#b1b4b6;stroke-width:1}
        svg .axis,svg .mark{stroke:#0b0c0c;stroke-width:1}
        svg .mark{stroke-width:2;stroke-dasharray:5 4}
        footer{border-top:1px solid #6f777b;margin-top:3rem;padding-top:1rem}
        @media screen and (min-width:60rem){.scroll tbody th{min-width:12rem}.day{white-space:nowrap}}
        @media (max-width:30rem){h1{font-size:1.625rem}h2{font-size:1.25rem}
        dl.facts{display:block}dl.facts dd{margin:0 0 .5rem}}
        @media (forced-colors:active){svg text{fill:CanvasText}
        svg .bar,svg .dot{fill:CanvasText}svg .curve,svg .axis,svg .mark,svg .grid{stroke:CanvasText}
        .banner,.note,.top{border-color:CanvasText}}

        """

    private static let paper: StaticString = """
        @media print{html{font-size:10.5pt}.page{max-width:none;padding:0}
        .skip,.top nav,.versions,.downloads{display:none}
        .scroll{overflow:visible}thead{display:table-header-group}
        tr,figure,.banner,dl.facts{break-inside:avoid}h2,h3,h2+p,dt,caption{break-after:avoid}
        a{color:#0b0c0c}svg{print-color-adjust:exact}
        .wide table{font-size:.72em}.wide th,.wide td{padding-right:.5em}
        .scroll.wide tbody th{min-width:0}
        .cards{font-size:.85em}.cards table,.cards tbody,.cards caption{display:block}
        .cards thead{display:none}
        .cards tr{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:0 1.5rem;
        padding:.4rem 0;border-bottom:1px solid #6f777b}
        .cards th,.cards td{border:0;padding:0;white-space:normal}
        .cards th{grid-column:1/-1;font-weight:700}
        .cards td{display:flex;justify-content:space-between;gap:.5rem}
        .cards td::before{content:attr(data-label);text-align:left}}

        """
}
