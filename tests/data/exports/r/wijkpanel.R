library(haven)
d <- data.frame(
  nr = c(101, 102, 103, 104),
  geslacht = labelled(c(1, 2, 2, NA), c(man = 1, vrouw = 2), "Wat is uw geslacht?"),
  leeftijd = c(34L, NA, 51L, 67L),
  wijk = c("Noord", "Zuid", "", "Noord"),
  ingevuld = as.Date(c("2024-05-03", "2024-05-04", NA, "2024-05-05")),
  begonnen = as.POSIXct(c("2024-05-03 09:30:15", "2024-05-04 23:59:59", NA, "2024-05-05 00:00:00"), tz = "UTC"),
  trots = c("De buren helpen elkaar, ook 's avonds: één belletje en ze staan er.",
            paste(rep("Het buurthuis is altijd open.", 20), collapse = " "), "", "Het park"),
  weging = c(0.85, 1.25, 1, 1.5), stringsAsFactors = FALSE)
attr(d$trots, "label") <- "Waar bent u trots op in uw wijk?"
attr(d$leeftijd, "label") <- "Leeftijd"
write_dta(d, "wijkpanel.dta")
s <- d; s$trots <- substr(s$trots, 1, 150); write_dta(s, "wijkpanel-oud.dta", version = 8)
s$geslacht <- zap_labels(s$geslacht)
attr(s$geslacht, "label") <- "Wat is uw geslacht?"
write_sas(s, "wijkpanel.sas7bdat")
write_xpt(s, "wijkpanel.xpt")
d$buurt <- factor(c("oost", "west", NA, "oost"))
d$lid <- c(TRUE, FALSE, NA, TRUE)

d$geslacht2 <- labelled_spss(c(1, 2, 9, NA), c(man = 1, vrouw = 2, onbekend = 9), na_values = 9, na_range = c(90, 99))
d$duur <- as.difftime(c(250, 720, NA, 90000) / 60, units = "mins")
d$lijst <- list(1, "a", NULL, 2)
d$plaats <- labelled(c("N", "Z", "N", NA), c(Noord = "N", Zuid = "Z"))
saveRDS(d, "wijkpanel.rds")
d$trots <- iconv(d$trots, "UTF-8", "latin1")
saveRDS(tibble::as_tibble(d), "wijkpanel-2.rds", version = 2, compress = "xz")
saveRDS(list(a = 1, b = "x"), "lijst.rds")
