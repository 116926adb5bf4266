DATA LIST LIST /nr (F4) geslacht (F1) leeftijd (F3) wijk (A8) ingevuld (DATE11) begonnen (DATETIME20) duur (TIME8) trots (A600) beter (A200) med_1 med_2 med_3 (F1) cijfer (F2) weging (F8.4).
BEGIN DATA
101 1 34 "Noord" 03-MAY-2024 "03-MAY-2024 09:30:15" 00:04:10 "De buren helpen elkaar, ook 's avonds: één belletje en ze staan er." "Meer groen in de straat" 1 0 1 8 0.85
102 2 999 "Zuid" 04-MAY-2024 "04-MAY-2024 23:59:59" 00:12:00 "TROTSLANG" "Niets, ga zo door" 0 0 0 99 1.25
103 2 51 "" 05-MAY-2024 "05-MAY-2024 00:00:00" 25:10:00 "" "Minder auto's; meer fietspaden" 0 1 9 98 1
104 9 -1 "Noord" . . . "Het park" "" . . . . 1.5
END DATA.
COMPUTE #n = 0.
DO IF nr = 102.
COMPUTE trots = CONCAT(REPLACE("xxxxxxxxxxxxxxxxxxx", "x", "Het buurthuis is altijd open. "), "Tot slot: de koffie.").
END IF.
VARIABLE LABELS nr 'Respondentnummer' geslacht 'Wat is uw geslacht?' trots 'Waar bent u trots op in uw wijk?' beter 'Wat kan er beter?' med_1 'Media: krant' med_2 'Media: radio' med_3 'Media: buurtapp' cijfer 'Rapportcijfer voor de wijk' weging 'Weegfactor' ingevuld 'Datum'.
VALUE LABELS geslacht 1 'man' 2 'vrouw' 9 'wil niet zeggen' /cijfer 1 'zeer slecht' 10 'uitstekend' 98 'weet niet' 99 'geen antwoord' /med_1 med_2 med_3 0 'nee' 1 'ja' 9 'onbekend' /wijk 'Noord' 'Wijk Noord' 'Zuid' 'Wijk Zuid'.
MISSING VALUES geslacht (9) /leeftijd (LOWEST THRU 0, 999) /cijfer (98, 99) /med_1 med_2 med_3 (9).
VARIABLE LEVEL nr cijfer leeftijd weging (SCALE) /geslacht wijk med_1 med_2 med_3 (NOMINAL).
MRSETS /MDGROUP NAME=$media LABEL='Welke media leest u?' VARIABLES=med_1 med_2 med_3 VALUE=1.
WEIGHT BY weging.
SAVE OUTFILE='wijkpanel.sav'.
SAVE OUTFILE='wijkpanel.zsav' /ZCOMPRESSED.
