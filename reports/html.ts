/** Markup as a value. Whatever is put into a template is text, and stays text, unless we wrote it as markup. */

/** A fragment of markup. Only this module makes one, so that a look-alike from a site file is no fragment. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Value = Html | string | number | undefined | readonly Value[];

/** A template whose values are escaped. Attributes have to be quoted: a space in a value would end a bare one. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(markup)));
}

/** Our own markup, style or script as it stands. Never for anything that comes from a site or a result. */
export function raw(text: string): Html {
  return new Html(text);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

export function escapeMarkup(text: string): string {
  return visible(text).replaceAll(/[&<>"'`]/g, (sign) => entities[sign] ?? sign);
}

/**
 * Signs that cannot be seen, or that reorder what is seen, spelled out: a name must not be able to look like
 * another one, nor steer a terminal.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, (sign) =>
    sign === '\n' ? sign : `[U+${codeOf(sign)}]`,
  );
}

function codeOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}

function markup(value: Value): string {
  if (value instanceof Html) return value.text;
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  return value.map(markup).join('');
}
