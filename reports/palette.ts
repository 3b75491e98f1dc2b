/** The colours, as data: the style sheet is written from them, and a test measures their contrast. */

/** Two colours of one meaning: what is written, and what it is written on. */
export type Tone = readonly [ink: string, ground: string];

export type Palette = {
  readonly page: string;
  readonly card: string;
  readonly sunken: string;
  readonly line: string;
  readonly ink: string;
  readonly muted: string;
  readonly link: string;
  readonly good: Tone;
  readonly fair: Tone;
  readonly info: Tone;
  readonly warn: Tone;
  readonly bad: Tone;
  readonly none: Tone;
};

export const light: Palette = {
  page: '#f6f7f9',
  card: '#ffffff',
  sunken: '#eef0f4',
  line: '#d5dae2',
  ink: '#17202b',
  muted: '#535f6e',
  link: '#0a539e',
  good: ['#0a6337', '#dff3e7'],
  fair: ['#1c5f64', '#dcf1f2'],
  info: ['#1d4f9c', '#e2ecfb'],
  warn: ['#774600', '#fcefd0'],
  bad: ['#a01420', '#fde5e6'],
  none: ['#4a5563', '#e7eaef'],
};

export const dark: Palette = {
  page: '#0f1318',
  card: '#171c23',
  sunken: '#1f252e',
  line: '#343d49',
  ink: '#e7ebf0',
  muted: '#a7b1be',
  link: '#86baff',
  good: ['#7fdba7', '#12301f'],
  fair: ['#83d6da', '#112f31'],
  info: ['#9fc4ff', '#182b49'],
  warn: ['#f3c871', '#372a0d'],
  bad: ['#ffa3a3', '#431a1d'],
  none: ['#bac3cf', '#2a313b'],
};

const tones = ['good', 'fair', 'info', 'warn', 'bad', 'none'] as const;
const plain = ['page', 'card', 'sunken', 'line', 'ink', 'muted', 'link'] as const;

/** Custom properties of one palette. */
export function variablesOf(palette: Palette): string {
  return [
    ...plain.map((name) => `--${name}:${palette[name]}`),
    ...tones.flatMap((name) => [`--${name}:${palette[name][0]}`, `--${name}-ground:${palette[name][1]}`]),
  ].join(';');
}

/** Pairs that text is set in. */
export function pairsOf(palette: Palette): readonly Tone[] {
  const grounds = [palette.page, palette.card, palette.sunken];
  const inks = [palette.ink, palette.muted, palette.link, ...tones.map((name) => palette[name][0])];
  return [
    ...grounds.flatMap((ground) => inks.map((ink): Tone => [ink, ground])),
    ...tones.map((name) => palette[name]),
    ...tones.map((name): Tone => [palette.ink, palette[name][1]]),
    ...tones.map((name): Tone => [palette.link, palette[name][1]]),
    ...tones.map((name): Tone => [palette.muted, palette[name][1]]),
  ];
}
