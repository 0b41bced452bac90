import { setImmediate } from 'node:timers/promises';
import { inTurns } from '../../coverage/steps.ts';
import type { GapsAnswer } from '../answers/gaps-answer.ts';
import { PIECE_CHARACTERS } from '../geojson.ts';
import { type GapDrawer, outlinePieces } from './gap-drawing.ts';

/**
 * The answer as the text of a GeoJSON FeatureCollection, in pieces: outlines are drawn as they are sent, a large one in
 * turns with other requests. (`featureCollectionText` would hold the text of a whole outline.)
 */
export async function* gapsMapText(
  { gaps: found, ...head }: GapsAnswer,
  drawer: GapDrawer,
): AsyncGenerator<string> {
  let piece = `${JSON.stringify({ type: 'FeatureCollection', ...head }).slice(0, -1)},"features":[`;
  let separator = '';
  for (const gap of found) {
    const { members: _members, ...figures } = gap;
    const polygons = await inTurns(drawer.polygonsInSteps(gap));
    piece += `${separator}{"type":"Feature","id":${JSON.stringify(gap.id)},"geometry":`;
    separator = ',';
    for (const outline of outlinePieces(polygons)) {
      piece += outline;
      if (piece.length < PIECE_CHARACTERS) continue;
      yield piece;
      piece = '';
      await setImmediate();
    }
    piece += `,"properties":${JSON.stringify(figures)}}`;
  }
  yield `${piece}]}`;
}
