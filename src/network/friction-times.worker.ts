import { workerData } from 'node:worker_threads';
import { frictionSearch } from './friction-times.ts';
import { serveSearches } from './search-pool.ts';

serveSearches(workerData, frictionSearch);
