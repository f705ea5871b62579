/** The databases that SQL is written for, with what people call them. */
export const dialectTitles = { duckdb: 'DuckDB', postgres: 'PostgreSQL', spark: 'Spark SQL' } as const;

export type DialectName = keyof typeof dialectTitles;

export const dialectNames: readonly DialectName[] = ['duckdb', 'postgres', 'spark'];

/** Families whose models SQL can compute. */
export const sqlFamilies: readonly string[] = ['popularity', 'forest', 'boosted', 'neural'];
