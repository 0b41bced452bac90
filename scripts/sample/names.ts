import { randomFrom } from './random.ts';

/** INSEE's type of name (TNCC): which article a name carries and whether it takes "de" or "d'". */
export interface PlaceName {
  /** With its article: `L'Hermerel`. */
  libelle: string;
  /** Without: `Hermerel`. */
  nccenr: string;
  /** Capitals without accent or punctuation: `HERMEREL`. */
  ncc: string;
  tncc: 0 | 1 | 2 | 3 | 4 | 5;
}

const ARTICLES = [
  { article: "L'", tncc: 5 },
  { article: 'Le ', tncc: 2 },
  { article: 'La ', tncc: 3 },
  { article: 'Les ', tncc: 4 },
] as const;

export function placeName(libelle: string): PlaceName {
  const found = ARTICLES.find(({ article }) => libelle.startsWith(article));
  const nccenr = found ? libelle.slice(found.article.length) : libelle;
  const ncc = nccenr
    .replaceAll('œ', 'oe')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[^A-Za-z]+/g, ' ')
    .toUpperCase();
  return { libelle, nccenr, ncc, tncc: found ? found.tncc : /^[AEIOUYH]/.test(ncc) ? 1 : 0 };
}

/** "de" and the name, as French joins them: `du Pontet`, `des Granges`, `d'Ambreval`, `de La Ferté`. */
export function ofPlace({ libelle, nccenr, tncc }: PlaceName): string {
  if (tncc === 2) return `du ${nccenr}`;
  if (tncc === 4) return `des ${nccenr}`;
  return tncc === 1 ? `d'${libelle}` : `de ${libelle}`;
}

/** Rivers, woods and hills of the sample: none exists. */
const RIVERS = ['Ambre', 'Vaurelle', 'Orsonne', 'Miréole', 'Tarvanne', 'Sélurne', 'Douvrette'];
const LANDS = ['Ambrois', 'Vaurel', 'Haut-Orson', 'Brèche', 'Landes-Grises', 'Marches', 'Combes'];
const SAINTS = [
  'Saint-Évrou',
  'Saint-Albéric',
  'Sainte-Oriane',
  'Saint-Théodulf',
  'Saint-Maëlan',
  'Sainte-Colombine',
  'Saint-Gontran',
  'Saint-Flavien',
  'Sainte-Aldegonde',
  'Saint-Ursin',
  'Saint-Hervin',
  'Sainte-Mélitine',
];
const ROOTS = [
  'Abrel',
  'Ardoual',
  'Bauvr',
  'Béler',
  'Brissar',
  'Cauvign',
  'Chandol',
  'Corbevr',
  'Dauverg',
  'Essaul',
  'Fougerol',
  'Gaudrel',
  'Hautevr',
  'Isemb',
  'Jarnaul',
  'Lauzerol',
  'Lérign',
  'Malvoir',
  'Marsaul',
  'Nérond',
  'Oudrev',
  'Pannev',
  'Quéménard',
  'Rauvill',
  'Ségourn',
  'Tauvern',
  'Usserol',
  'Varenv',
  'Vézerand',
  'Yvrand',
];
const ENDINGS = ['ay', 'ac', 'é', 'ières', 'ange', 'euil', 'onne', 'ois', 'ers', 'elles', 'igny', 'oux'];
const PLACES = [
  'Le Mesnil',
  'La Roche',
  'Le Breuil',
  "L'Hermitage",
  'Les Essarts',
  'La Ferté',
  'Le Plessis',
  "L'Hôpital",
  'La Croix',
  'Les Granges',
  'Le Pontet',
  'La Chapelle',
  'Notre-Dame',
  'Villeneuve',
  'Montfaucel',
  'Beauregard',
  'Hautefaye',
];

/** As many different invented names as asked, none of those in `taken`. */
export function inventNames(count: number, taken: ReadonlySet<string>): string[] {
  const random = randomFrom('names');
  const used = new Set([...taken].map((name) => placeName(name).ncc));
  const names: string[] = [];
  while (names.length < count) {
    const root = () => random.pick(ROOTS) + random.pick(ENDINGS);
    const river = () => {
      const name = random.pick(RIVERS);
      return /^[AEIOU]/.test(name) ? `l'${name}` : `la-${name}`;
    };
    const shape = random.next();
    let name: string;
    if (shape < 0.5) name = root();
    else if (shape < 0.62) name = `${root()}-sur-${random.pick(RIVERS)}`;
    else if (shape < 0.7) name = `${root()}-en-${random.pick(LANDS)}`;
    else if (shape < 0.82) name = `${random.pick(SAINTS)}-${random.pick(['sur', 'de'])}-${river()}`;
    else if (shape < 0.95) {
      const bearer = root();
      name = `${random.pick(PLACES)}-${/^[AEIOUYHÉ]/.test(bearer) ? "d'" : 'de-'}${bearer}`;
    } else name = `${root()}-et-${root()}`;
    const { ncc } = placeName(name);
    if (used.has(ncc)) continue;
    used.add(ncc);
    names.push(name);
  }
  return names;
}
