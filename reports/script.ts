/** What the page can do beyond being read. It is complete without: buttons are hidden until this shows them. */

export const script = `
'use strict';
for (const button of document.querySelectorAll('button.copy')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const code = button.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
}
for (const group of document.querySelectorAll('.chips')) {
  group.hidden = false;
  const chips = group.querySelectorAll('[data-filter]');
  for (const chip of chips) {
    chip.addEventListener('click', () => {
      for (const other of chips) other.setAttribute('aria-pressed', String(other === chip));
      const wanted = chip.dataset.filter;
      for (const finding of document.querySelectorAll('[data-tags]')) {
        finding.hidden = wanted !== 'all' && !finding.dataset.tags.split(' ').includes(wanted);
      }
    });
  }
}
// A link to a finding must find it, whatever the chips have hidden.
addEventListener('hashchange', () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target !== null && target.hidden) document.querySelector('[data-filter="all"]').click();
  if (target !== null) target.scrollIntoView();
});
`;

/** Of the text above; a test holds it to it. */
export const scriptHash = 'sha256-ZMBYrEfJ2HPsztjAFhMQGVyh8Hg55DcofjMch91qFLA=';
