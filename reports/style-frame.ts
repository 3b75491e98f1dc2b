/** Page, type, tables, print. */
export const frame = `
*,*::before,*::after{box-sizing:border-box}
html{scroll-padding-top:1.5rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:400 1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:76rem;margin:0 auto;padding:1.5rem clamp(1rem,3vw,3rem) 4rem}
h1,h2,h3,h4{line-height:1.25;margin:0;font-weight:650;text-wrap:balance;letter-spacing:-.01em}
h2{font-size:1.6rem}
h3{font-size:1.125rem;margin:2rem 0 .6rem}
h4{font-size:.95rem;margin:1.6rem 0 .6rem}
p{margin:.5rem 0;max-width:72ch}
small{display:block;font-size:.84rem;color:var(--muted);font-weight:400;line-height:1.45}
a{color:var(--link);text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
ul,ol{margin:.5rem 0;padding-left:1.3rem}
li{margin:.25rem 0}
dl,dd,figure{margin:0}
code,pre{font:.9rem/1.5 ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,monospace}
section{margin-top:4.5rem}
.lead{font-size:1.06rem;color:var(--muted);margin:.4rem 0 1.4rem}
.muted{color:var(--muted)}
b.bad,.performed.bad{color:var(--bad)}
td b.bad{display:block;font-size:.84rem;font-weight:600}
.performed.good{color:var(--good)}
.unseen,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:fixed;left:1rem;top:1rem;z-index:9;background:var(--card);padding:.6rem 1rem}
.sheet{position:absolute}
.icon{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round;vertical-align:-.125em}
nav{position:sticky;top:0;z-index:2;background:var(--page);border-bottom:1px solid var(--line);overflow-x:auto}
nav ul{display:flex;gap:.15rem;list-style:none;margin:0;padding:.4rem clamp(.5rem,2.5vw,2.5rem)}
nav li{margin:0}
@media (min-width:64rem){nav ul{flex-wrap:wrap}}
nav a{display:block;padding:.35rem .6rem;border-radius:6px;color:var(--muted);text-decoration:none;font-size:.9rem;white-space:nowrap}
nav a:hover{background:var(--sunken);color:var(--ink)}
.scroll{overflow-x:auto;margin:.8rem 0 1.4rem}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line);border-radius:10px;border-spacing:0;font-size:.94rem;overflow-wrap:normal}
th,td{padding:.65rem .9rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{border-top:0;font-size:.8rem;font-weight:600;color:var(--muted);background:var(--sunken);vertical-align:bottom}
tbody th{font-weight:600;min-width:9rem}
td{min-width:6rem}
th,td{overflow-wrap:break-word}
caption{text-align:left;padding:0 0 .5rem}
.numbers td{font-variant-numeric:tabular-nums}
summary{cursor:pointer}
footer{margin-top:5rem;padding-top:1.2rem;border-top:1px solid var(--line);color:var(--muted);font-size:.88rem}
@media (min-width:90rem){
nav{position:fixed;inset:0 auto 0 0;width:13.5rem;border:0;border-right:1px solid var(--line);overflow:auto;padding-top:1.5rem}
nav ul{flex-direction:column;padding:0 1rem}
body{padding-left:13.5rem}
}
@media (max-width:89.99rem){html{scroll-padding-top:4rem}}
@media (min-width:64rem) and (max-width:89.99rem){html{scroll-padding-top:6rem}}
@media screen and (max-width:46rem){
section{margin-top:3.2rem}
h2{font-size:1.4rem}
.scroll:has(table){overflow:visible}
table,tbody,tr,tbody th,td,caption{display:block}
table{background:none;border:0}
thead{display:none}
tbody tr{background:var(--card);border:1px solid var(--line);border-radius:10px;margin:0 0 .8rem;padding:.35rem 0}
tbody th,td,.matrix th,.matrix td{border:0;padding:.35rem 1rem;min-width:0}
td{display:grid;grid-template-columns:minmax(7.5rem,.6fr) 1.4fr;gap:.2rem 1rem}
td::before{content:attr(data-label);color:var(--muted);font-size:.84rem;line-height:1.75}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{
body{padding:0;background:#fff;font-size:10pt}
nav,.skip,.chips,button{display:none!important}
main{max-width:none;padding:0}
section{margin-top:2rem}
.scroll{overflow:visible}
details::details-content{content-visibility:visible;block-size:auto}
tr,li,.card,figure,.note,.fix{break-inside:avoid}
th,td{padding:.35rem .5rem}
.bar svg{width:6rem}
h2,h3,h4{break-after:avoid}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
@media (forced-colors:active){.badge,.tag,.card,.finding{border:1px solid}}
`;
