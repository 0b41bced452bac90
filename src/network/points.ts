/** Columns of places, in degrees, WGS84. */
export interface Points {
  lon: ArrayLike<number>;
  lat: ArrayLike<number>;
}
