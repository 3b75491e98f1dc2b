/** The style sheet, from its parts. */
import { dark, light, variablesOf } from './palette.ts';
import { blocks } from './style-blocks.ts';
import { frame } from './style-frame.ts';

export const style: string = `
:root{color-scheme:light dark;${variablesOf(light)}}
@media (prefers-color-scheme:dark){:root{${variablesOf(dark)}}}
@media print{:root{${variablesOf(light)}}}
${frame}
${blocks}
`;

/** Of the text above; a test holds it to it. */
export const styleHash = 'sha256-qjan8Y42twZ1DtsIxJu7ZyHoq5jxnI428eMzg2RvPvI=';
