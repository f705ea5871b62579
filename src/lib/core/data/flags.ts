/** Words that say yes, or that goods came back. Lower case. */
export const returnWords: ReadonlySet<string> = new Set(
	('yes y true t 1 x ✓ ja j oui o si sí s sim tak ano да 是 はい 예 ' +
		'return returned returns refund refunded retour retourniert storniert storno rembourse remboursé devuelto reembolsado reso restituito ' +
		'devolvido zwrot iade возврат 退货 返品 반품 cancelled canceled chargeback returned_to_seller').split(' ')
);
const no = new Set('no n false f 0 - none nein non não nao nie ne нет 否 いいえ 아니요 kept ok'.split(' '));
const returnWord = /(?<!\p{L})(return|refund|retour|r[uü]ckgabe|rembours|devuelt|reembols|devolvid|cancel|storn)/iu;
const negation = /(?<!\p{L})(not|no|non|nicht|never)(?!\p{L})/iu;

/** Whether the text of a `returned` (or status) cell says that the goods came back. Missing does not. */
export function saysReturned(text: string): boolean {
	const word = text.toLowerCase();
	return returnWords.has(word) || (!no.has(word) && returnWord.test(word) && !negation.test(word)) || /^[1-9]\d*(\.0+)?$/.test(word);
}

/** Whether a text is of the yes-or-no kind. */
export function isFlag(text: string): boolean {
	const word = text.toLowerCase().replace(/\.0+$/, '');
	return returnWords.has(word) || no.has(word);
}

/** Whether a text says in words, not with a bare yes, that goods came back. */
export function namesReturn(text: string): boolean {
	return returnWord.test(text) && !negation.test(text);
}
