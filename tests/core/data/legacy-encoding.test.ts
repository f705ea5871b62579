import { describe, expect, it } from 'vitest';
import { legacyEncodingOf } from '../../../src/lib/core/data/legacy-encoding.js';
import type { LegacyEncoding } from '../../../src/lib/core/data/types.js';
import { encoded } from './encoded.js';

const texts: readonly (readonly [LegacyEncoding, readonly string[]])[] = [
	['windows-1252', ['Müller', 'Büroklammern groß', 'Schönschreibheft', 'KÄSE UND BRÖTCHEN', 'Grüße']],
	['windows-1252', ['Crème brûlée', 'Thé à la menthe', 'Agrafeuse électrique', 'Pâté de forêt', 'Hélène Lefèvre', 'CAFÉ MOULU']],
	['windows-1252', ['Año nuevo', 'Bolígrafo azul', 'Jamón ibérico', 'Café', 'Papel pequeño', 'Ñoquis']],
	['windows-1252', ['Pão de queijo', 'Açúcar', 'Feijão', 'Maçã', 'Detergente líquido', 'João Conceição']],
	['windows-1252', ['Smørrebrød', 'Blåbær', 'Kött och bröd', 'Öl', 'Ærter', 'Jäätelö', 'Håkan Sjöström']],
	['windows-1252', ['Price £5', 'Hand‑free', '“Best” mug', 'Café – large', '20 °C', 'naïve'].map((text) => text.replace('‑', '-'))],
	['windows-1252', ['Xerox\u00a01967', 'Avery\u00a0Binder', 'Logitech\u00a0G600\u00a0Mouse', 'KI\u00a0Adjustable']],
	['windows-1252', ['Mouse\u00a0']],
	['windows-1250', ['Żółty długopis', 'Łyżka', 'Gąbka kuchenna', 'Śmietana 18%', 'Wódka żołądkowa', 'Świeży chleb']],
	['iso-8859-2', ['Żółty długopis', 'Łyżka', 'Gąbka kuchenna', 'Śmietana 18%', 'Wódka żołądkowa', 'Świeży chleb']],
	['windows-1250', ['Kuřecí řízek', 'Příbor', 'Žlutý papír', 'Šampon', 'Mléko čerstvé', 'Tužka měkká']],
	['windows-1250', ['Tűzőgép', 'Kőolaj', 'Sűrített paradicsom', 'Főzőtejszín', 'Őszibarack', 'Hűtő']],
	['windows-1254', ['Çay bardağı', 'Şeker', 'Kağıt havlu', 'Yoğurt', 'Kırmızı kalem', 'Süt ürünleri', 'Işık']],
	['windows-1257', ['Šokoladas', 'Žuvis šaldyta', 'Bulvių traškučiai', 'Sūris lydytas', 'Grietinė', 'Pieštukų dėžutė']],
	['macintosh', ['Müller', 'Büroklammern groß', 'Schönschreibheft', 'Käse und Brötchen', 'Grüße']],
	['macintosh', ['Crème brûlée', 'Thé à la menthe', 'Agrafeuse électrique', 'Pâté de forêt']],
	['windows-1251', ['Молоко', 'Ручка шариковая синяя', 'Бумага А4', 'ХЛЕБ РЖАНОЙ', 'Сыр Российский']],
	['koi8-r', ['Молоко', 'Ручка шариковая синяя', 'Бумага А4', 'ХЛЕБ РЖАНОЙ', 'Сыр Российский']],
	['ibm866', ['Молоко', 'Ручка шариковая синяя', 'Бумага А4', 'ХЛЕБ РЖАНОЙ', 'Сыр Российский']],
	['windows-1251', ['Олівець простий', 'Папір офісний', 'Їжа для котів', 'Хліб житній', 'Цукор білий']],
	['windows-1253', ['Χαρτί', 'Μολύβι μπλε', 'Ελαιόλαδο', 'ΓΑΛΑ', 'Τυρί φέτα', 'Ψωμί']],
	['windows-1255', ['חלב טרי', 'עט כחול', 'נייר', 'לחם אחיד', 'גבינה לבנה']],
	['windows-1256', ['حليب طازج', 'قلم أزرق', 'ورق', 'خبز', 'جبنة بيضاء']],
	['windows-874', ['นมสด', 'ปากกาสีน้ำเงิน', 'กระดาษ', 'ขนมปัง', 'ข้าวหอมมะลิ']],
	['gb18030', ['签字笔', '复印纸', '康师傅方便面', '农夫山泉矿泉水', '纯牛奶', '北京市']],
	['gb18030', ['订单编号', '客户', '日期', '商品名称', '数量', '金额']],
	['big5', ['原子筆', '影印紙', '鮮奶', '統一泡麵', '礦泉水', '台北市']],
	['shift_jis', ['ボールペン', 'コピー用紙', '牛乳', 'お茶', 'チョコレート', '東京都']],
	['shift_jis', ['ﾎﾞｰﾙﾍﾟﾝ', 'ｺﾋﾟｰ用紙', 'ｷﾞｭｳﾆｭｳ', '受注番号', '顧客']],
	['euc-jp', ['ボールペン', 'コピー用紙', '牛乳', 'お茶', 'チョコレート', '東京都']],
	['euc-kr', ['볼펜', '복사용지', '우유', '새우깡', '초콜릿', '서울특별시']]
];

describe('the encoding of a text that is not UTF-8', () => {
	it.each(texts)('is %s for %j', (encoding, names) => {
		expect(legacyEncodingOf(encoded(names.join('\n'), encoding))).toBe(encoding);
	});

	it('is found from two names of the language alone, or is the Western one', () => {
		const wrong = texts.filter(([encoding, names]) => {
			const found = legacyEncodingOf(encoded(names.slice(0, 2).join('\n'), encoding));
			const text = new TextDecoder(found).decode(encoded(names.slice(0, 2).join('\n'), encoding));
			return text !== names.slice(0, 2).join('\n') && found !== 'windows-1252';
		});
		expect(wrong).toEqual([]);
	});

	it('is Windows-1252 where nothing says otherwise', () => {
		for (const text of ['', 'Café', '£', '20 °C', 'a\u00a0b', '½ ×']) expect(legacyEncodingOf(encoded(text, 'windows-1252')), text).toBe('windows-1252');
	});
});
