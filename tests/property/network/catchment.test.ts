import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveSeconds } from './naive-dijkstra.ts';
import { propertyRuns } from './naive-labels.ts';
import { engineSeconds, onEdges, pointsOnEdges, roadNetworks } from './road-networks.ts';

const NO_LIMIT = 60_000;

describe('catchments', () => {
  test('are those of a naive Dijkstra, up to and with the limit', () => {
    fc.assert(
      fc.property(
        roadNetworks,
        pointsOnEdges,
        pointsOnEdges,
        fc.integer({ min: 1, max: 1500 }),
        (edges, anyOrigins, anySites, limitSeconds) => {
          const [origins, sites] = [onEdges(edges, anyOrigins), onEdges(edges, anySites)];
          const expected = origins.map((origin) =>
            sites.map((site) => {
              const seconds = naiveSeconds(edges, origin, site);
              return seconds !== null && seconds <= limitSeconds ? seconds : null;
            }),
          );
          expect(engineSeconds(edges, origins, sites, limitSeconds)).toEqual(expected);
        },
      ),
      { numRuns: propertyRuns(500) },
    );
  });

  test('hold what is exactly at the limit, and lose it one second below', () => {
    fc.assert(
      fc.property(roadNetworks, pointsOnEdges, pointsOnEdges, (edges, anyOrigins, anySites) => {
        const [origins, sites] = [onEdges(edges, anyOrigins), onEdges(edges, anySites).slice(0, 1)];
        for (const [i, [seconds]] of engineSeconds(edges, origins, sites, NO_LIMIT).entries()) {
          if (seconds === null || seconds < 2) continue;
          expect(engineSeconds(edges, [origins[i]], sites, seconds)).toEqual([[seconds]]);
          expect(engineSeconds(edges, [origins[i]], sites, seconds - 1)).toEqual([[null]]);
        }
      }),
    );
  });

  test('keep the triangle inequality, to the rounding of a second', () => {
    fc.assert(
      fc.property(roadNetworks, pointsOnEdges, (edges, anyPoints) => {
        // At nodes and without access legs: a leg in the middle would be paid twice.
        const points = onEdges(edges, anyPoints).map((point) => ({
          ...point,
          fraction: Math.round(point.fraction),
          accessDs: 0,
        }));
        const table = engineSeconds(edges, points, points, NO_LIMIT);
        for (const [a, row] of table.entries()) {
          for (const [b, direct] of row.entries()) {
            for (let via = 0; via < points.length; via++) {
              const [first, second] = [table[a][via], table[via][b]];
              if (first === null || second === null) continue;
              expect(direct).not.toBeNull();
              expect(direct).toBeLessThanOrEqual(first + second + 1);
            }
          }
        }
      }),
    );
  });

  test('never lose by another site: the nearest time does not rise', () => {
    fc.assert(
      fc.property(roadNetworks, pointsOnEdges, pointsOnEdges, (edges, anyOrigins, anySites) => {
        const [origins, sites] = [onEdges(edges, anyOrigins), onEdges(edges, anySites)];
        const nearest = (count: number) =>
          engineSeconds(edges, origins, sites.slice(0, count), NO_LIMIT).map((row) =>
            Math.min(...row.map((seconds) => seconds ?? Number.POSITIVE_INFINITY)),
          );
        const [fewer, more] = [nearest(sites.length - 1), nearest(sites.length)];
        more.forEach((seconds, i) => {
          expect(seconds).toBeLessThanOrEqual(fewer[i]);
        });
      }),
    );
  });
});
