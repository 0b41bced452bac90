import { PROVIDERS } from '../../grid/access-matrix.ts';
import type { Column } from '../columns.ts';
import { codeColumn, column } from './column.ts';
import { COVERED, ESTIMATE_SHARE, POPULATION, SHARE, WITHOUT_TIME } from './figures.ts';

export const CELL_COLUMNS: readonly Column[] = [
  column(
    'h3',
    'string',
    ['H3 cell', 'Cellule H3'],
    'H3 index of the cell, in hexadecimal: each cell is listed once.',
    'Indice H3 de la cellule, en hexadécimal : chaque cellule figure une fois.',
  ),
  column(
    'lon',
    'number',
    ['Longitude', 'Longitude'],
    'Longitude of the centre of the cell’s residents, WGS84.',
    'Longitude du centre des habitants de la cellule, WGS84.',
    { unit: 'degrees' },
  ),
  column(
    'lat',
    'number',
    ['Latitude', 'Latitude'],
    'Latitude of the centre of the cell’s residents, WGS84.',
    'Latitude du centre des habitants de la cellule, WGS84.',
    { unit: 'degrees' },
  ),
  codeColumn(
    'commune',
    ['Commune', 'Commune'],
    'INSEE code of the commune of most of the cell’s residents',
    'Code INSEE de la commune de la plupart des habitants de la cellule',
  ),
  codeColumn(
    'commune_name',
    ['Commune name', 'Nom de la commune'],
    'Name of that commune',
    'Nom de cette commune',
  ),
  column(
    'residents',
    'integer',
    ['Residents', 'Habitants'],
    'Residents of the cell in the territories asked for.',
    'Habitants de la cellule dans les territoires demandés.',
    { unit: 'residents' },
  ),
  COVERED,
  column(
    'seconds',
    'integer',
    ['Time (s)', 'Durée (s)'],
    'Time by car from the cell to the nearest site of the network; empty where none is within the limit. A cell that holds several points of departure has the time of the one of most residents.',
    'Durée en voiture jusqu’au site du réseau le plus proche ; vide au-delà de la limite. Une cellule à plusieurs points de départ a la durée de celui qui compte le plus d’habitants.',
    { unit: 'seconds', nullable: true },
  ),
  codeColumn(
    'site',
    ['Nearest site', 'Site le plus proche'],
    'Identifier of that site in the official list',
    'Identifiant de ce site dans la liste officielle',
  ),
  column(
    'provider',
    'string',
    ['Provider of the time', 'Origine de la durée'],
    'road: the road network; friction: an estimate; imported: times given to the load; none: no time is known there.',
    'road : réseau routier ; friction : estimation ; imported : durées fournies au chargement ; none : aucune durée connue.',
    { values: PROVIDERS },
  ),
  column(
    'snap_m',
    'integer',
    ['Distance to the road (m)', 'Distance à la route (m)'],
    'Distance from the residents’ centre to the road that the time starts on; empty where the provider uses none.',
    'Distance du centre des habitants à la route d’où part la durée ; vide si l’origine n’en utilise pas.',
    { unit: 'metres', nullable: true },
  ),
];

export const CELL_TOTAL_COLUMNS: readonly Column[] = [
  column(
    'cells',
    'integer',
    ['Cells', 'Cellules'],
    'Populated cells of the territories asked for, listed here or not.',
    'Cellules habitées des territoires demandés, listées ici ou non.',
    { unit: 'cells' },
  ),
  POPULATION,
  COVERED,
  SHARE,
  ESTIMATE_SHARE,
  WITHOUT_TIME,
];
