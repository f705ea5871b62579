import type { StorageArea } from '../port.js';

/** Tells whoever watches that some areas have changed. */
export type Tell = (...areas: StorageArea[]) => void;
