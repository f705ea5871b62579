import type { Mapping, Role } from '../core/data/types.js';

type Single = keyof Mapping['columns'];

/** The role that a mapping gives to a column. */
export function roleOf(mapping: Mapping, column: string): Role {
	for (const [role, name] of Object.entries(mapping.columns)) if (name === column) return role as Single;
	return mapping.attributes.includes(column) ? 'attribute' : 'ignore';
}

/**
 * The mapping with one column in another role. A role that only one column can have is taken from the column that
 * had it, which is then ignored.
 */
export function remapped(mapping: Mapping, column: string, role: Role): Mapping {
	const columns: Partial<Record<Single, string>> = {};
	for (const [other, name] of Object.entries(mapping.columns))
		if (name !== column && other !== role) columns[other as Single] = name;
	const attributes = mapping.attributes.filter((name) => name !== column);
	if (role === 'attribute') attributes.push(column);
	else if (role !== 'ignore') columns[role] = column;
	return { ...mapping, columns, attributes };
}
