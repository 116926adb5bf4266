data <- read.csv("survey_424242_R_data_file.csv", quote = "'\"", na.strings=c("", "\"\""), stringsAsFactors=FALSE, fileEncoding="UTF-8-BOM")


# LimeSurvey Field type: F
data[, 1] <- as.numeric(data[, 1])
attributes(data)$variable.labels[1] <- "id"
names(data)[1] <- "id"
# LimeSurvey Field type: A
data[, 2] <- as.character(data[, 2])
attributes(data)$variable.labels[2] <- "submitdate"
names(data)[2] <- "submitdate"
# LimeSurvey Field type: F
data[, 3] <- as.numeric(data[, 3])
attributes(data)$variable.labels[3] <- "lastpage"
names(data)[3] <- "lastpage"
# LimeSurvey Field type: A
data[, 4] <- as.character(data[, 4])
attributes(data)$variable.labels[4] <- "startlanguage"
names(data)[4] <- "startlanguage"
# LimeSurvey Field type: A
data[, 5] <- as.character(data[, 5])
attributes(data)$variable.labels[5] <- "seed"
names(data)[5] <- "seed"
<br />
<b>Notice</b>:  Undefined index: LStype in <b>/srv/www/ExportR/RSyntaxWriter.php</b> on line <b>95</b><br />
# LimeSurvey Field type: F
data[, 6] <- as.numeric(data[, 6])
attributes(data)$variable.labels[6] <- "[De trein] Welk vervoer gebruikt u?"
data[, 6] <- factor(data[, 6], levels=c(1,0),labels=c("Ja", "Niet geselecteerd"))
names(data)[6] <- "vervoer_trein"
# LimeSurvey Field type: F
data[, 7] <- as.numeric(data[, 7])
attributes(data)$variable.labels[7] <- "[De fiets] Welk vervoer gebruikt u?"
data[, 7] <- factor(data[, 7], levels=c(1,0),labels=c("Ja", "Niet geselecteerd"))
names(data)[7] <- "vervoer_fiets"
# LimeSurvey Field type: A
data[, 8] <- as.character(data[, 8])
attributes(data)$variable.labels[8] <- "[Anders] Welk vervoer gebruikt u?"
names(data)[8] <- "vervoer_other"
# LimeSurvey Field type: A
data[, 9] <- as.character(data[, 9])
attributes(data)$variable.labels[9] <- "Wat kan beter in het gebouw?"
names(data)[9] <- "beter"
# LimeSurvey Field type: F
data[, 10] <- as.numeric(data[, 10])
attributes(data)$variable.labels[10] <- "Hoe \"druk\" vindt u het?"
data[, 10] <- factor(data[, 10], levels=c("1","2"),labels=c("Rustig (of stil)", "Heel \"druk\""))
names(data)[10] <- "druk"
