/* Makes formaten.sas7bdat and formaten.sas7bcat with ReadStat (https://github.com/WizardMac/ReadStat, MIT):
   cc formaten.c -lreadstat -o formaten && ./formaten
   The data are those of ../r/wijkpanel.R; haven writes no catalogues of formats. */
#include <fcntl.h>
#include <unistd.h>
#include "readstat.h"

static ssize_t put(const void *bytes, size_t size, void *file) { return write(*(int *)file, bytes, size); }

static readstat_writer_t *opened(const char *name, int *file) {
    readstat_writer_t *writer = readstat_writer_init();
    *file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    readstat_set_data_writer(writer, put);
    readstat_writer_set_file_timestamp(writer, 1714694400);
    return writer;
}

static readstat_variable_t *column(readstat_writer_t *data, const char *name, int width, const char *format,
                                   const char *label) {
    readstat_variable_t *made = readstat_add_variable(data, name, width ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE, width);
    if (format) readstat_variable_set_format(made, format);
    if (label) readstat_variable_set_label(made, label);
    return made;
}

static void number(readstat_writer_t *data, readstat_variable_t *where, double value) {
    if (value < 0) readstat_insert_missing_value(data, where);
    else readstat_insert_double_value(data, where, value);
}

int main(void) {
    int file;
    readstat_writer_t *book = opened("formaten.sas7bcat", &file);
    readstat_label_set_t *set = readstat_add_label_set(book, READSTAT_TYPE_DOUBLE, "GESL");
    readstat_label_double_value(set, 1, "man");
    readstat_label_double_value(set, 2, "vrouw");
    set = readstat_add_label_set(book, READSTAT_TYPE_STRING, "$PLAATS");
    readstat_label_string_value(set, "N", "Noord");
    readstat_label_string_value(set, "Z", "Zuid, en één");
    set = readstat_add_label_set(book, READSTAT_TYPE_DOUBLE, "TEVREDENHEID");
    readstat_label_double_value(set, 1, "zeer tevreden");
    readstat_label_double_value(set, 99, "weet niet");
    if (readstat_begin_writing_sas7bcat(book, &file) || readstat_end_writing(book)) return 1;
    close(file);

    readstat_writer_t *data = opened("formaten.sas7bdat", &file);
    readstat_variable_t *nr = column(data, "nr", 0, NULL, NULL);
    readstat_variable_t *sex = column(data, "geslacht", 0, "gesl.", "Wat is uw geslacht?");
    readstat_variable_t *age = column(data, "leeftijd", 0, NULL, "Leeftijd");
    readstat_variable_t *wijk = column(data, "wijk", 5, NULL, NULL);
    readstat_variable_t *day = column(data, "ingevuld", 0, "DATE9.", NULL);
    readstat_variable_t *begin = column(data, "begonnen", 0, "DATETIME20.", NULL);
    readstat_variable_t *proud = column(data, "trots", 150, NULL, "Waar bent u trots op in uw wijk?");
    readstat_variable_t *weight = column(data, "weging", 0, NULL, NULL);
    readstat_variable_t *place = column(data, "plaats", 8, "$PLAATS8.", NULL);
    readstat_variable_t *happy = column(data, "tevreden", 0, "TEVREDENHEID12.", NULL);
    const double sexes[] = {1, 2, 2, -1}, ages[] = {34, -1, 51, 67}, days[] = {23499, 23500, -1, 23501},
                 seconds[] = {34215, 86399, -1, 0}, weights[] = {0.85, 1.25, 1, 1.5}, happies[] = {1, 99, 1, 99};
    const char *wijken[] = {"Noord", "Zuid", "", "Noord"}, *places[] = {"N", "Z", "N", ""};
    const char *texts[] = {"De buren helpen elkaar, ook 's avonds: één belletje en ze staan er.",
                           "Het buurthuis is altijd open. Het buurthuis is altijd open. Het buurthuis is altijd open. "
                           "Het buurthuis is altijd open. Het buurthuis is altijd open.",
                           "", "Het park"};
    if (readstat_begin_writing_sas7bdat(data, &file, 4)) return 1;
    for (int row = 0; row < 4; row++) {
        readstat_begin_row(data);
        number(data, nr, 101 + row);
        if (sexes[row] < 0) readstat_insert_tagged_missing_value(data, sex, 'A');
        else number(data, sex, sexes[row]);
        number(data, age, ages[row]);
        readstat_insert_string_value(data, wijk, wijken[row]);
        number(data, day, days[row]);
        number(data, begin, days[row] < 0 ? -1 : days[row] * 86400 + seconds[row]);
        readstat_insert_string_value(data, proud, texts[row]);
        number(data, weight, weights[row]);
        readstat_insert_string_value(data, place, places[row]);
        number(data, happy, happies[row]);
        readstat_end_row(data);
    }
    return readstat_end_writing(data) != 0;
}
