/** The letters beyond ASCII that a language is written with. */
export interface Letters {
	/** Lower case, the most frequent first; of scripts with thousands of characters, the everyday ones. */
	readonly letters: string;
	/** `latin`: few letters among ASCII ones; `alphabet`: letters of another script; `ideographs`: thousands of characters. */
	readonly script: 'latin' | 'alphabet' | 'ideographs';
	/** What else the language has: bytes of a legacy encoding, from a lead byte to another (of their first level), all of which are plausible. */
	readonly level?: { readonly encoding: string; readonly lead: readonly [number, number] };
}

const kana =
	'いのんしるとたっなてにかはをがらでうりすまこもくれあださきちえつじおよそどめわせけみやばねごげぼぶびぎざずぐべへほむゆろふひぱぷぽゃゅょ' +
	'ンーストリルイラクドアコレッシタマグチャフロプサバカテニナオキディパミジブトセョュウエメボツハワポケガゴダズネベビピソモヨ' +
	'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟｰｯｬｭｮｧｨ';

/** By language, roughly in the order of their frequency. */
export const lettersOf: Readonly<Record<string, Letters>> = {
	de: { letters: 'üäößé', script: 'latin' },
	fr: { letters: 'éèàêçôîûâùëïœ', script: 'latin' },
	es: { letters: 'óíáéñúüºª', script: 'latin' },
	pt: { letters: 'ãçáéíóõêúâàôºª', script: 'latin' },
	it: { letters: 'àèòùéì', script: 'latin' },
	nordic: { letters: 'åäöøæé', script: 'latin' },
	nl: { letters: 'ëéïöüè', script: 'latin' },
	is: { letters: 'áðíéöþóúæý', script: 'latin' },
	pl: { letters: 'ąłęóśżćńź', script: 'latin' },
	cs: { letters: 'íáéěýčřžšůúťďňóôľĺŕä', script: 'latin' },
	hu: { letters: 'áéöóőüíúű', script: 'latin' },
	ro: { letters: 'ăîâşţșț', script: 'latin' },
	hr: { letters: 'čšžćđ', script: 'latin' },
	tr: { letters: 'ıüşçğöâî', script: 'latin' },
	lt: { letters: 'ėšįųąžūčę', script: 'latin' },
	lv: { letters: 'āīēšūļņžģčķ', script: 'latin' },
	et: { letters: 'äõüöšž', script: 'latin' },
	ru: { letters: 'оаеинтсрвлкмдпуяыьгзбчйхжшюцщэфъё', script: 'alphabet' },
	uk: { letters: 'оаниівтерсклудмпязьбгйчхцжїюєшщфґ', script: 'alphabet' },
	bg: { letters: 'аоиентрсвлкдпмзъбугячйжцхщшфюь', script: 'alphabet' },
	sr: { letters: 'аиоенрстувкјмдлпзгбчцшњхћжљфђџ', script: 'alphabet' },
	el: { letters: 'αοιετσνηυρπκμλςάίόωέγδήβχθφύξζώψϊϋΐ', script: 'alphabet' },
	he: { letters: 'יוהלאתרמבנשדקפחטעםכסצגזןךץף', script: 'alphabet' },
	ar: { letters: 'اليمنوربتةدعكسقفحهجطأصخشزئىغضثذؤءظإآپچگک', script: 'alphabet' },
	th: { letters: 'านรอกเงมยลวดทสตะปบคหแจพชขใไผ่้ัิีืุูโํำ็์ึฟซณศฐธภญษถ๊๋ๆฎฏ', script: 'alphabet' },
	'zh-cn': {
		letters:
			'的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处' +
			'茶酒杯纸笔油米面鸡牛猪鱼肉奶糖果蛋袋盒瓶箱红白黑蓝绿黄大小中号男女鞋衣裤店市省县州京海广深江苏浙订单编号客户顾商品名称类别数额价格付款退货',
		script: 'ideographs',
		level: { encoding: 'gbk', lead: [0xb0, 0xd7] }
	},
	'zh-tw': {
		letters:
			'的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料' +
			'茶酒杯紙筆油米麵雞牛豬魚肉奶糖蛋袋盒瓶箱紅白黑藍綠黃號男女鞋衣褲店市縣州京海廣北南東西區路臺台灣訂單編號客戶顧商品名稱類別數額價格付款退貨',
		script: 'ideographs',
		level: { encoding: 'big5', lead: [0xa4, 0xc6] }
	},
	ja: {
		letters: kana + '日本一人大年中国会事出上見子分生時月行者東自社前地方家間手業学高場書部明定発田山水茶金品商入用紙筆酒油米肉魚牛豚鶏白黒赤青緑色大小袋箱本枚個東京都府県市区町村注文番号顧客会員日付名称数量金額単価合計返分類',
		script: 'ideographs',
		level: { encoding: 'euc-jp', lead: [0xb0, 0xcf] }
	},
	ko: {
		letters:
			'이다는의에가을를고한로지사도하인기대자어리라스나시해서아수정부전보제상일구국장원적주신성과연공무유여용세동만요비오위모소안은경그방화관조미크트드진물품생선명심계개간번실내남북한회김박최서울산광역천강원우터프블루레드화이트라면차커피과자주스펜종노트',
		script: 'ideographs',
		level: { encoding: 'euc-kr', lead: [0xb0, 0xc8] }
	}
};
