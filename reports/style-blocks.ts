/** Badges, cards, findings, steps, drawings. */

/** Which tone a value has. Several values share a tone; the words and the icon tell them apart. */
const tones: Readonly<Record<string, readonly string[]>> = {
  good: ['holds', 'runs', 'official', 'followed-yes'],
  fair: ['starts', 'practitioner'],
  info: ['runbook'],
  warn: ['notTested', 'disksOnly', 'luck', 'inferred', 'recalled'],
  bad: ['broken', 'beyondProcedures', 'lost', 'followed-no'],
  none: ['unknown', 'bound', 'followed-notApplicable'],
};

const toneRules = Object.entries(tones)
  .map(
    ([tone, values]) =>
      `${values.map((value) => `.is-${value}`).join()}{--tone:var(--${tone});--tone-ground:var(--${tone}-ground)}`,
  )
  .join('\n');

const edgeRules = [
  ['holds', 'good'],
  ['notTested', 'warn'],
  ['broken', 'bad'],
]
  .map(([verdict, tone]) => `.is-edge-${verdict}{--edge:var(--${tone})}`)
  .join('\n');

export const blocks: string = `
${toneRules}
${edgeRules}
.banner{margin-top:1rem;padding:clamp(1.4rem,4vw,3rem);border-radius:16px;background:var(--tone-ground);border:1px solid color-mix(in srgb,var(--tone) 28%,transparent)}
.banner h1{font-size:clamp(1.35rem,2.6vw,2.05rem);max-width:38ch;font-weight:600}
.brand{display:flex;gap:.5rem;flex-wrap:wrap;color:var(--muted);margin:0 0 2.2rem;max-width:none;font-size:.95rem}
.brand b{color:var(--ink)}
.brand span{margin-left:auto}
.verdict{display:flex;align-items:center;gap:.6rem;color:var(--tone);font-size:1.25rem;font-weight:700;margin:0 0 .6rem}
.verdict .icon{font-size:1.9rem;padding:.32rem;border-radius:50%;background:var(--tone);color:var(--tone-ground);stroke-width:2.4}
.facts{display:flex;flex-wrap:wrap;gap:.6rem 2.2rem;margin-top:2rem;font-size:.92rem}
.facts dt{color:var(--muted);font-size:.8rem}
.facts dd{font-weight:550}
.badge{display:inline-flex;align-items:center;gap:.4em;padding:.16em .6em .16em .5em;border-radius:99px;font-size:.86rem;font-weight:600;line-height:1.4;color:var(--tone);background:var(--tone-ground)}
.badge.is-luck,.badge.is-beyondProcedures,.badge.is-unknown,.badge.is-notTested{outline:1px dashed var(--tone);outline-offset:-1px}
.tag{display:inline-block;padding:.1em .55em;border-radius:5px;font-size:.82rem;line-height:1.5;background:var(--tone-ground,var(--sunken));color:var(--tone,var(--muted))}
.tag,.badge{white-space:nowrap}
.badge.is-starts,.badge.is-beyondProcedures{white-space:normal}
.tag+.tag{margin-left:.3rem}
.tag b{color:var(--ink)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:1rem;margin:1.2rem 0}
.card,.finding,.disaster{background:var(--card);border:1px solid var(--line);border-radius:12px}
.card{padding:1.2rem 1.4rem;border-top:4px solid var(--edge)}
.card h3{margin:0;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;font-weight:500}
.card p{color:var(--muted);margin-bottom:0}
.promise td{min-width:11rem}
.note{padding:1.1rem 1.4rem;border-radius:10px;margin:1.2rem 0;background:var(--tone-ground,var(--info-ground))}
.note h3,.note p:first-child{margin-top:0}
.note>:last-child{margin-bottom:0}
.note p{max-width:88ch}
.note>h3 .icon,.note>p>.icon{color:var(--tone);margin-right:.4rem}
.note>h3 .tag{margin-left:.5rem;background:var(--card)}
.remedies li{margin:.8rem 0}
.remedies li>span{display:block;margin-top:.3rem;font-size:.9rem}
.chip{display:inline-block;padding:.2rem .7rem;margin:.15rem .15rem .15rem 0;border:1px solid var(--line);border-radius:99px;background:var(--card);color:var(--link);font:inherit;font-size:.86rem;text-decoration:none}
button.chip{cursor:pointer;color:var(--ink);padding:.4rem .9rem}
.chip:hover{border-color:var(--link)}
.chip[aria-pressed=true]{background:var(--ink);color:var(--card);border-color:var(--ink)}
.chips{margin-bottom:1rem}
[hidden]{display:none!important}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1.6rem 3rem}
.columns h3,.scope h3:first-child{margin-top:0}
.pairs>div{display:grid;grid-template-columns:9rem 1fr;gap:.2rem 1rem;padding:.5rem 0;border-top:1px solid var(--line)}
.pairs>div:first-child{border-top:0}
.pairs dt{color:var(--muted)}
.pairs dd>span{display:block}
.promised{list-style:none;padding:0}
.promised li{padding:.5rem 0;margin:0;border-top:1px solid var(--line)}
.promised li:first-child{border:0}
.matrices{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,33rem),1fr));gap:0 1.5rem}
.matrix th,.matrix td{padding:.6rem .7rem}
.matrix td{min-width:8rem}
.matrix tbody th a{color:inherit;text-decoration-color:var(--line)}
.cell{text-decoration:none;display:inline-block}
.cell:hover .badge{text-decoration:underline}
.cell .badge{border-radius:8px;align-items:flex-start}
.cell .icon{margin-top:.2em}
.differs{color:var(--muted);font-weight:700}
.legend{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:.5rem 2rem;font-size:.9rem;margin-top:1.2rem}
.legend>div{display:grid;grid-template-columns:16rem 1fr;gap:.6rem;align-items:first baseline}
.legend .badge{white-space:nowrap}
.legend dd{color:var(--muted)}
.finding{padding:clamp(1.1rem,3vw,2rem);margin:1.4rem 0;border-left:5px solid var(--edge)}
.finding>h3{margin:.7rem 0 .8rem;font-size:1.35rem}
.tags{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin:0;max-width:none}
.tags .tag,.badge{white-space:nowrap}
.badge.is-starts,.badge.is-beyondProcedures{white-space:normal}
.tag+.tag{margin-left:0}
.permalink{margin-left:auto;font-size:.84rem;color:var(--muted)}
.fix{background:var(--info-ground);border-radius:10px;padding:1.1rem 1.4rem;margin:1.2rem 0}
.fix h4{margin:0 0 .3rem;color:var(--info)}
.fix>:last-child{margin-bottom:0}
.steps{list-style:none;padding:0;margin:.8rem 0;counter-reset:step}
.steps>li{counter-increment:step;display:grid;grid-template-columns:1.6rem 7rem 1fr;gap:.8rem;padding:.5rem 0;margin:0;border-top:1px solid var(--line);align-items:baseline}
.steps>li:first-child{border-top:0}
.steps>li::before{content:counter(step);font-variant-numeric:tabular-nums;color:var(--muted);text-align:right;font-size:.9rem}
.actor{display:inline-flex;gap:.4em;align-items:center;font-size:.86rem;font-weight:600;color:var(--actor);white-space:nowrap}
.by-operator{--actor:var(--info)}
.by-system{--actor:var(--muted)}
.by-fault{--actor:var(--bad)}
.how{display:block;color:var(--muted);font-size:.88rem}
.with-mark{display:flex;gap:.4rem;align-items:flex-start}
.doom{display:flex;width:fit-content;gap:.5em;align-items:center;margin-top:.4rem;padding:.3rem .7rem;border-radius:7px;background:var(--bad-ground);color:var(--bad);font-size:.9rem}
.steps>li.dooms{border-bottom:2px solid var(--bad)}
.flow{display:flex;flex-wrap:wrap-reverse;align-items:flex-end;gap:.5rem 2.5rem}
.flow>.steps{flex:1 1 24rem}
.timeline{margin:.5rem 0 1rem;max-width:100%}
.timeline svg{display:block}
.timeline text{font-size:12px;fill:var(--ink)}
.timeline .number{fill:var(--muted);font-variant-numeric:tabular-nums}
.lane path{stroke:var(--line);stroke-width:1.5}
.link{stroke:var(--actor);stroke-width:1.5;opacity:.55}
.mark{fill:var(--actor);stroke:var(--card);stroke-width:2}
.by-system .mark{fill:var(--card);stroke:var(--actor)}
.doomed,.swatch{fill:var(--bad-ground);background:var(--bad-ground)}
.doom-line{stroke:var(--bad);stroke-width:2;stroke-dasharray:4 3}
.timeline .scroll{margin:.4rem 0}
figcaption{contain:inline-size;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;font-size:.84rem;color:var(--muted)}
.key{display:inline-flex;align-items:center;gap:.35rem}
.swatch{width:1.1rem;height:.9rem;border-left:2px dashed var(--bad)}
.command{position:relative;display:flex;align-items:stretch;background:var(--sunken);border-radius:8px;overflow:hidden;max-width:60rem}
.command pre{flex:1;margin:0;padding:.75rem 1rem;white-space:pre-wrap;overflow-wrap:anywhere}
.copy{border:0;border-left:1px solid var(--line);background:none;color:var(--link);font:inherit;font-size:.88rem;padding:0 1rem;cursor:pointer;min-width:6rem}
.copy:hover{background:var(--line);color:var(--ink)}
details{margin:1.2rem 0 0}
.finding>details>summary{font-weight:600;font-size:.92rem;color:var(--link)}
.basis li{margin:.7rem 0}
.from{display:block;font-size:.86rem;color:var(--muted)}
.disaster{padding:1.2rem 1.5rem 0;margin:1.2rem 0;overflow:hidden}
.disaster>h3{margin:0}
.disaster>.steps{margin:.4rem 0 .8rem}
.way{margin:0 -1.5rem;border-top:1px solid var(--line)}
.way>summary{display:flex;flex-wrap:wrap;gap:.4rem .9rem;align-items:center;padding:.7rem 1.5rem;list-style-position:inside}
.way>summary::before{content:"";width:.5em;height:.5em;border:solid var(--muted);border-width:0 2px 2px 0;transform:rotate(-45deg)}
.way[open]>summary::before{transform:rotate(45deg)}
.way>summary::-webkit-details-marker{display:none}
.way>summary:hover{background:var(--sunken)}
.way>summary>b{min-width:7rem}
.inside{padding:.2rem 1.5rem 1.2rem 2.9rem;scroll-margin-top:7rem}
.performed{display:flex;gap:.5rem;align-items:center;font-size:.92rem}
.bar{display:flex;align-items:center;gap:.7rem;white-space:nowrap}
.track{fill:var(--sunken)}
.ratio .fill{fill:var(--info)}
.cpu .fill{fill:var(--muted)}
.least{stroke:var(--ink);stroke-width:2}
.words li{margin:.6rem 0;max-width:80ch}
.glossary{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,22rem),1fr));gap:1rem 2.5rem}
.glossary dt{font-weight:650}
.glossary dd{color:var(--muted);font-size:.94rem}
.target{scroll-margin-top:5rem}
tr:has(:target)>*,.finding:target,.disaster:target,.way:has(:target){box-shadow:inset 0 0 0 2px var(--link)}
@media screen and (max-width:46rem){
.steps>li{grid-template-columns:1.2rem 1fr;gap:.1rem .6rem}
.steps>li>div{grid-column:2}
.pairs>div{grid-template-columns:1fr}
.legend>div{grid-template-columns:1fr;gap:.1rem}
.brand span{margin-left:0;width:100%}
.inside{padding-left:1.5rem}
.permalink{margin-left:0}
}
`;
