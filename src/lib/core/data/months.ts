/** Month names by the letters that tell them apart, lower case, without accents, in the languages of common exports. */
const spellings: readonly (readonly string[])[] = [
	['jan', 'ene', 'gen', 'janvier', 'januar', 'sty', 'oca', 'янв'],
	['feb', 'fev', 'fevr', 'lut', 'sub', 'фев'],
	['mar', 'mrz', 'maerz', 'marz', 'maart', 'mrt', 'mars', 'мар'],
	['apr', 'abr', 'avr', 'kwi', 'nis', 'апр'],
	['may', 'mai', 'mag', 'mei', 'maj', 'мая', 'май'],
	['jun', 'giu', 'juin', 'cze', 'haz', 'июн'],
	['jul', 'lug', 'juil', 'lip', 'tem', 'июл'],
	['aug', 'ago', 'aou', 'aout', 'sie', 'авг'],
	['sep', 'set', 'sept', 'wrz', 'eyl', 'сен'],
	['oct', 'okt', 'out', 'ott', 'paz', 'eki', 'окт'],
	['nov', 'lis', 'kas', 'ноя'],
	['dec', 'dez', 'dic', 'des', 'gru', 'ara', 'дек']
];

const byPrefix = new Map(spellings.flatMap((names, month) => names.map((name) => [name, month + 1] as const)));

/** The month, 1 to 12, that a word names, in full or short; 0 if it names none. */
export function monthOf(word: string): number {
	const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
	if (!/^\p{L}{3,12}$/u.test(plain)) return 0;
	return byPrefix.get(plain) ?? byPrefix.get(plain.slice(0, 5)) ?? byPrefix.get(plain.slice(0, 4)) ?? byPrefix.get(plain.slice(0, 3)) ?? 0;
}
