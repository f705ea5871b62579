/** Kinds of file that are not a table. */
export const fileKinds: Readonly<Record<string, string>> = {
	xlsb: 'This is a binary workbook (.xlsb), which is not read here.',
	excel_97: 'This is a workbook of the Excel of before 2007 (.xls), which is not read here.',
	zip: 'In this archive there is only another archive.',
	pdf: 'This is a PDF, not a table.',
	image: 'This is a picture, not a table.',
	json: 'There are no records in this JSON that could be order lines.',
	html: 'This is a web page, not a table; perhaps a log-in page was saved instead of the export.',
	xml: 'This is XML, not a table.',
	one_column: 'This table has one column only; customer and product need at least two.'
};
