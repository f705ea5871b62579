/**
 * Where two values first differ, as path and both values; undefined where they are the same to the bit. For models and
 * long arrays, of which a matcher would print every number: that takes minutes, and a broken test looks as if it stood still.
 */
export function difference(one: unknown, other: unknown, path = ''): string | undefined {
	if (Object.is(one, other)) return undefined;
	const here = `${path || 'here'}: ${brief(one)} is not ${brief(other)}`;
	if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return here;
	if (one.constructor !== other.constructor) return here;
	const [ours, theirs] = [children(one), children(other)];
	if (ours.length !== theirs.length) return `${path}: ${ours.length} are not ${theirs.length}`;
	for (let i = 0; i < ours.length; i++) {
		const [name, value] = entry(ours, i);
		const [otherName, otherValue] = entry(theirs, i);
		if (name !== otherName) return `${path}: ${name} is not ${otherName}`;
		if (Object.is(value, otherValue)) continue;
		const found = difference(value, otherValue, `${path}/${name}`);
		if (found) return found;
	}
	return undefined;
}

type Children = ArrayLike<unknown> | readonly (readonly [string, unknown])[];

const isLong = (value: object): value is ArrayLike<unknown> => ArrayBuffer.isView(value);
const children = (value: object): Children =>
	isLong(value) ? value : Object.entries(value).filter(([, own]) => own !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
const entry = (of: Children, i: number): readonly [string, unknown] => {
	const own = of[i];
	return Array.isArray(own) ? [String(own[0]), own[1]] : [String(i), own];
};
const brief = (value: unknown): string => (typeof value === 'object' && value ? value.constructor.name : String(value));
