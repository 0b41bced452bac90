/** `f` as a form of a document, which is never GeoJSON: its JSON is meant. */
export function documentForm(f: 'json' | 'geojson' | 'html' | undefined): 'json' | 'html' | undefined {
  return f === 'geojson' ? 'json' : f;
}
