/** What the page of a measurement has besides the style of the report. */
export const measureStyle = `
.plot{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1rem 1.3rem;margin:1rem 0 1.4rem}
.plot-row{display:grid;grid-template-columns:11.5rem 1fr 8.5rem;gap:.1rem 1rem;align-items:center;padding:.16rem 0;font-size:.92rem}
.plot-first:not(:first-child){margin-top:.6rem}
.plot-label{font-weight:600}
.plot-value{font-variant-numeric:tabular-nums;white-space:nowrap}
.plot-row svg{display:block;width:100%;height:.95rem;border-radius:4px}
.plot figcaption{margin-top:.9rem;padding-top:.7rem;border-top:1px solid var(--line)}
.plot-key{width:.9rem;height:.9rem;border-radius:3px}
.measured,.cipher,.capacity{fill:var(--info)}
.predicted,.compression{fill:var(--muted)}
.predicted{opacity:.55}
.hash{fill:var(--fair)}
@media screen and (max-width:46rem){
.plot{padding:.9rem 1rem}
.plot-row{grid-template-columns:1fr 7.2rem;gap:.1rem .7rem}
.plot-label{grid-column:1/-1}
.plot-label:empty{display:none}
}
`;

/** Of the text above; a test holds it to it. */
export const measureStyleHash = 'sha256-d496EEjezSwNUcjmwS/r+BodoUawQJR9cNlC40QH/q0=';
