import { escapeHtml } from './html-parts.ts';

/**
 * What every plot of a report is made of: scales with round ticks, panels in rows, a frame with its axes. SVG as text,
 * without a library, so that a report is one file that opens anywhere, prints, and stays readable in twenty years.
 * Lengths are units of the drawing, at most CHART_WIDTH across.
 */
export const CHART_WIDTH = 780;

export interface Scale {
  /** Position on the drawing. */
  at(value: number): number;
  from: number;
  to: number;
  ticks: readonly number[];
}

/** A scale that goes out to round numbers on both sides; `drawnFrom` and `drawnTo` are positions on the drawing. */
export function roundScale(
  lowest: number,
  highest: number,
  drawnFrom: number,
  drawnTo: number,
  tickCount: number,
): Scale {
  const step = roundStep(Math.max(highest - lowest, 1e-9) / tickCount);
  // A difference of nearly nothing must not push a scale a whole step further.
  const from = Math.floor(lowest / step + 1e-9);
  const to = Math.max(Math.ceil(highest / step - 1e-9), from + 1);
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => tidy((from + i) * step));
  return scaleOver(ticks, drawnFrom, drawnTo);
}

/** A scale over the ticks given, from the first to the last. */
export function scaleOver(ticks: readonly number[], drawnFrom: number, drawnTo: number): Scale {
  const from = ticks[0];
  const to = ticks[ticks.length - 1];
  const at = (value: number) => drawnFrom + ((value - from) / (to - from)) * (drawnTo - drawnFrom);
  return { at, from, to, ticks };
}

/** 1, 2 or 5 times a power of ten: the least one at or above. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Where a panel's data are drawn. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PanelGrid {
  boxes: Box[];
  height: number;
}

/** Panels of one size in rows, each with room around for its title and the labels of its axes. */
export function panelGrid(
  count: number,
  perRow: number,
  size: { width: number; height: number },
  margin: { left: number; top: number; right: number; bottom: number },
): PanelGrid {
  const across = size.width + margin.left + margin.right;
  const down = size.height + margin.top + margin.bottom;
  const boxes = Array.from({ length: count }, (_, i) => ({
    x: (i % perRow) * across + margin.left,
    y: Math.floor(i / perRow) * down + margin.top,
    ...size,
  }));
  return { boxes, height: Math.ceil(count / perRow) * down };
}

/** Rules, tick labels, title and axis titles of a panel. */
export function frame(box: Box, x: Scale, y: Scale, text: { title: string; x: string; y: string }): string {
  const bottom = box.y + box.height;
  const right = box.x + box.width;
  const parts = [label(box.x, box.y - 8, text.title, 'class="panel"')];
  for (const tick of x.ticks) {
    const at = x.at(tick);
    parts.push(line(at, box.y, at, bottom, 'class="rule"'));
    parts.push(label(at, bottom + 14, numberText(tick), 'text-anchor="middle"'));
  }
  for (const tick of y.ticks) {
    const at = y.at(tick);
    parts.push(line(box.x, at, right, at, 'class="rule"'));
    parts.push(label(box.x - 5, at + 4, numberText(tick), 'text-anchor="end"'));
  }
  parts.push(label(box.x + box.width / 2, bottom + 28, text.x, 'text-anchor="middle"'));
  const middle = box.y + box.height / 2;
  const turned = `text-anchor="middle" transform="rotate(-90 ${units(box.x - 32)} ${units(middle)})"`;
  parts.push(label(box.x - 32, middle, text.y, turned));
  return parts.join('');
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: string): string {
  return `<line x1="${units(x1)}" y1="${units(y1)}" x2="${units(x2)}" y2="${units(y2)}" ${attributes}/>`;
}

export function label(x: number, y: number, text: string, attributes = ''): string {
  if (text === '') return '';
  return `<text x="${units(x)}" y="${units(y)}" ${attributes}>${escapeHtml(text)}</text>`;
}

/** A point with a text for whoever rests on it; `kind` is a class of the style sheet. */
export function dot(x: number, y: number, kind: string, text = ''): string {
  const told = text === '' ? '' : `<title>${escapeHtml(text)}</title>`;
  return `<circle class="${kind}" cx="${units(x)}" cy="${units(y)}" r="3.2">${told}</circle>`;
}

export function polyline(points: readonly (readonly [x: number, y: number])[], kind: string): string {
  const path = points.map(([x, y]) => `${units(x)},${units(y)}`).join(' ');
  return `<polyline class="${kind}" points="${path}"/>`;
}

/**
 * A whole drawing. Its title and description are what a screen reader says of it; the figures themselves must stand in
 * a table of the page.
 */
export function drawing(
  id: string,
  height: number,
  text: { title: string; description: string },
  content: string,
): string {
  return (
    `<svg viewBox="0 0 ${CHART_WIDTH} ${units(height)}" role="img" aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeHtml(text.title)}</title>` +
    `<desc id="${id}-desc">${escapeHtml(text.description)}</desc>${content}</svg>`
  );
}

/** A tenth of a unit is finer than any screen shows, and keeps the file small. */
export function units(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** With the minus sign of print. */
export function numberText(value: number): string {
  return String(value).replace('-', '−');
}
