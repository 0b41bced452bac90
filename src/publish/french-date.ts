const MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];

/** An ISO date as French says it: `1er août 2024`; a text that is not one as it stands. No Intl, as in number-text. */
export function frenchDate(iso: string): string {
  const match = /^(\d{4})-(0[1-9]|1[0-2])-(\d{2})(T.*)?$/.exec(iso);
  if (match === null) return iso;
  const [, year, month, day] = match;
  return `${day === '01' ? '1er' : Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}
