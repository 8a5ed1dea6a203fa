// What to do about each code of a finding, or why nothing needs to be done.

import type { FindingCode } from "userlike-limeobject";
import { type MessageTable, messages } from "../catalogue.ts";

export const findingHelp = messages({
  // The conversation
  "conversation-id-missing": {
    en: "Use the conversation as Userlike sent it.",
    de: "Verwenden Sie die Unterhaltung so, wie Userlike sie gesendet hat.",
    nl: "Gebruik het gesprek zoals Userlike het heeft verzonden.",
    sv: "Använd konversationen som Userlike skickade den.",
  },
  "payload-shape": {
    en: "The value is ignored. Check where the conversation comes from.",
    de: "Der Wert wird ignoriert. Prüfen Sie, woher die Unterhaltung kommt.",
    nl: "De waarde wordt genegeerd. Controleer waar het gesprek vandaan komt.",
    sv: "Värdet ignoreras. Kontrollera varifrån konversationen kommer.",
  },
  "values-skipped": {
    en: "The values beyond the limit are ignored. Check where the conversation comes from.",
    de: "Die Werte jenseits der Grenze werden ignoriert. Prüfen Sie, woher die Unterhaltung kommt.",
    nl: "De waarden boven de grens worden genegeerd. Controleer waar het gesprek vandaan komt.",
    sv: "Värdena över gränsen ignoreras. Kontrollera varifrån konversationen kommer.",
  },
  "nothing-to-map": {
    en: "Nothing is written for this message from Userlike.",
    de: "Für diese Meldung von Userlike wird nichts geschrieben.",
    nl: "Voor deze melding van Userlike wordt niets geschreven.",
    sv: "Inget skrivs för det här meddelandet från Userlike.",
  },
  "no-instance": {
    en: "Add one of the mapping’s topics to the conversation, or use a part of the mapping for all other conversations.",
    de: "Geben Sie der Unterhaltung ein Thema der Zuordnung, oder verwenden Sie einen Teil der Zuordnung für alle anderen Unterhaltungen.",
    nl: "Geef het gesprek een onderwerp van de toewijzing, of gebruik een deel van de toewijzing voor alle andere gesprekken.",
    sv: "Ge konversationen ett av mappningens ämnen, eller använd en del av mappningen för alla andra konversationer.",
  },
  "several-topics": {
    en: "The first topic counts. Keep one topic, or choose what the conversation becomes.",
    de: "Das erste Thema zählt. Behalten Sie ein Thema, oder wählen Sie, was aus der Unterhaltung wird.",
    nl: "Het eerste onderwerp telt. Houd één onderwerp over, of kies wat het gesprek wordt.",
    sv: "Det första ämnet gäller. Behåll ett ämne, eller välj vad konversationen ska bli.",
  },
  "not-checked": {
    en: "Load the limetypes of your Lime CRM in the settings.",
    de: "Laden Sie in den Einstellungen die Limetypen Ihres Lime CRM.",
    nl: "Laad de limetypes van uw Lime CRM in de instellingen.",
    sv: "Läs in limetyperna från ditt Lime CRM i inställningarna.",
  },

  // Values
  "value-missing": {
    en: "The property is not written. Set a default value if it should have one.",
    de: "Die Eigenschaft wird nicht geschrieben. Setzen Sie einen Standardwert, wenn sie einen haben soll.",
    nl: "De eigenschap wordt niet geschreven. Stel een standaardwaarde in als dat nodig is.",
    sv: "Egenskapen skrivs inte. Ange ett standardvärde om den ska ha ett.",
  },
  "default-used": {
    en: "The conversation has no usable value for this property.",
    de: "Die Unterhaltung hat keinen brauchbaren Wert für diese Eigenschaft.",
    nl: "Het gesprek heeft geen bruikbare waarde voor deze eigenschap.",
    sv: "Konversationen har inget användbart värde för egenskapen.",
  },
  "several-values": {
    en: "The property holds one value. Use an index in the path to choose another one.",
    de: "Die Eigenschaft fasst einen Wert. Ein Index im Pfad wählt einen anderen.",
    nl: "De eigenschap bevat één waarde. Kies een andere met een index in het pad.",
    sv: "Egenskapen rymmer ett värde. Välj ett annat med ett index i sökvägen.",
  },
  "filled-by-lime-crm": {
    en: "The required property has a default in Lime CRM. Set a default value in the mapping to choose another one.",
    de: "Das Pflichtfeld hat in Lime CRM einen Standard. Ein Standardwert in der Zuordnung wählt einen anderen.",
    nl: "De verplichte eigenschap heeft een standaard in Lime CRM. Een standaardwaarde in de toewijzing kiest een andere.",
    sv: "Den obligatoriska egenskapen har ett standardvärde i Lime CRM. Ett standardvärde i mappningen väljer ett annat.",
  },
  "required-missing": {
    en: "Lime CRM would refuse the object. Set a default value, or use another field.",
    de: "Lime CRM würde das Objekt ablehnen. Setzen Sie einen Standardwert, oder nehmen Sie ein anderes Feld.",
    nl: "Lime CRM zou het object weigeren. Stel een standaardwaarde in, of gebruik een ander veld.",
    sv: "Lime CRM skulle neka objektet. Ange ett standardvärde, eller använd ett annat fält.",
  },
  "text-cut": {
    en: "It is longer than the property. Increase the length in Lime CRM, or use a shorter value.",
    de: "Er ist länger als die Eigenschaft. Erhöhen Sie die Länge in Lime CRM, oder nehmen Sie einen kürzeren Wert.",
    nl: "De tekst is langer dan de eigenschap. Vergroot de lengte in Lime CRM, of gebruik een kortere waarde.",
    sv: "Den är längre än egenskapen. Öka längden i Lime CRM, eller använd ett kortare värde.",
  },
  "text-too-long": {
    en: "Cut, it would be another value, so it is not used. Increase the length in Lime CRM, or use a shorter value.",
    de: "Gekürzt wäre es ein anderer Wert, darum wird er nicht verwendet. Erhöhen Sie die Länge in Lime CRM, oder nehmen Sie einen kürzeren Wert.",
    nl: "Ingekort zou het een andere waarde zijn, dus wordt deze niet gebruikt. Vergroot de lengte in Lime CRM, of gebruik een kortere waarde.",
    sv: "Avkortat vore det ett annat värde, så det används inte. Öka längden i Lime CRM, eller använd ett kortare värde.",
  },
  "text-cleaned": {
    en: "The property does not accept all characters. Check the value.",
    de: "Die Eigenschaft nimmt nicht alle Zeichen an. Prüfen Sie den Wert.",
    nl: "De eigenschap accepteert niet alle tekens. Controleer de waarde.",
    sv: "Egenskapen godtar inte alla tecken. Kontrollera värdet.",
  },
  "value-converted": {
    en: "Check that the value means what you intend.",
    de: "Prüfen Sie, ob der Wert bedeutet, was Sie meinen.",
    nl: "Controleer of de waarde betekent wat u bedoelt.",
    sv: "Kontrollera att värdet betyder det du avser.",
  },
  "wrong-type": {
    en: "Use another field, or replace values in the mapping.",
    de: "Nehmen Sie ein anderes Feld, oder ersetzen Sie Werte in der Zuordnung.",
    nl: "Gebruik een ander veld, of vervang waarden in de toewijzing.",
    sv: "Använd ett annat fält, eller ersätt värden i mappningen.",
  },
  "integer-out-of-range": {
    en: "Programs lose its digits. Use a text property.",
    de: "Programme verlieren seine Stellen. Nehmen Sie eine Texteigenschaft.",
    nl: "Programma’s verliezen cijfers ervan. Gebruik een teksteigenschap.",
    sv: "Program tappar siffror ur det. Använd en textegenskap.",
  },
  "number-rounded": {
    en: "It has more digits than can be kept. Use a text property.",
    de: "Sie hat mehr Stellen, als erhalten bleiben. Nehmen Sie eine Texteigenschaft.",
    nl: "Het heeft meer cijfers dan bewaard kunnen worden. Gebruik een teksteigenschap.",
    sv: "Det har fler siffror än som kan bevaras. Använd en textegenskap.",
  },
  "server-limit": {
    en: "Most Lime CRM databases refuse or change such a value. Check it, and whether yours accepts it.",
    de: "Die meisten Datenbanken von Lime CRM lehnen so einen Wert ab oder ändern ihn. Prüfen Sie ihn, und ob Ihre ihn annimmt.",
    nl: "De meeste databases van Lime CRM weigeren of wijzigen zo’n waarde. Controleer deze, en of de uwe die accepteert.",
    sv: "De flesta databaser för Lime CRM nekar eller ändrar ett sådant värde. Kontrollera det, och om din godtar det.",
  },
  "option-unknown": {
    en: "Replace the value in the mapping, or add the option in Lime CRM.",
    de: "Ersetzen Sie den Wert in der Zuordnung, oder legen Sie die Option in Lime CRM an.",
    nl: "Vervang de waarde in de toewijzing, of voeg de optie toe in Lime CRM.",
    sv: "Ersätt värdet i mappningen, eller lägg till alternativet i Lime CRM.",
  },
  "option-by-text": {
    en: "Texts depend on the language; the key of the option does not.",
    de: "Texte hängen von der Sprache ab; der Schlüssel der Option nicht.",
    nl: "Teksten hangen van de taal af; de sleutel van de optie niet.",
    sv: "Texter beror på språket; alternativets nyckel gör det inte.",
  },
  "option-inactive": {
    en: "Use an active option.",
    de: "Nehmen Sie eine aktive Option.",
    nl: "Gebruik een actieve optie.",
    sv: "Använd ett aktivt alternativ.",
  },
  "not-allowed": {
    en: "Give the permission to the user of the API key, or remove the rule.",
    de: "Geben Sie dem Benutzer des API-Schlüssels die Berechtigung, oder entfernen Sie die Regel.",
    nl: "Geef de gebruiker van de API-sleutel het recht, of verwijder de regel.",
    sv: "Ge API-nyckelns användare behörigheten, eller ta bort regeln.",
  },
  "link-unsafe": {
    en: "It could run a program when it is clicked. Use another value.",
    de: "Beim Anklicken könnte er ein Programm starten. Nehmen Sie einen anderen Wert.",
    nl: "Bij het klikken kan een programma starten. Gebruik een andere waarde.",
    sv: "Den kan starta ett program när någon klickar på den. Använd ett annat värde.",
  },

  // Lookups
  "rule-skipped": {
    en: "The conversation has no usable value for it. Another rule can use another field.",
    de: "Die Unterhaltung hat keinen brauchbaren Wert dafür. Eine weitere Regel kann ein anderes Feld nehmen.",
    nl: "Het gesprek heeft er geen bruikbare waarde voor. Een andere regel kan een ander veld gebruiken.",
    sv: "Konversationen har inget användbart värde för den. En annan regel kan använda ett annat fält.",
  },
  "person-unknown": {
    en: "No lookup rule has a usable value, so no person is connected.",
    de: "Keine Suchregel hat einen brauchbaren Wert, darum wird keine Person verbunden.",
    nl: "Geen zoekregel heeft een bruikbare waarde, dus wordt geen persoon gekoppeld.",
    sv: "Ingen sökregel har ett användbart värde, så ingen person kopplas.",
  },

  // The history note and documents
  "no-transcript": {
    en: "The conversation has nothing for the history note.",
    de: "Die Unterhaltung hat nichts für die Verlaufsnotiz.",
    nl: "Het gesprek heeft niets voor de historienotitie.",
    sv: "Konversationen har inget till historikanteckningen.",
  },
  "media-unusable": {
    en: "No document is created for it. If you trust its host, add it to the hosts in the settings.",
    de: "Für sie entsteht kein Dokument. Wenn Sie dem Host vertrauen, ergänzen Sie ihn in den Einstellungen.",
    nl: "Er ontstaat geen document voor. Voeg de host toe in de instellingen als u die vertrouwt.",
    sv: "Inget dokument skapas för den. Lägg till värdnamnet i inställningarna om du litar på det.",
  },
  "media-upgraded": {
    en: "Its link begins with http:, which is not encrypted.",
    de: "Ihr Link beginnt mit http:, das nicht verschlüsselt ist.",
    nl: "De link begint met http:, wat niet versleuteld is.",
    sv: "Länken börjar med http:, som inte är krypterat.",
  },
  "time-unreadable": {
    en: "The history note has the message without a time. Check where the conversation comes from.",
    de: "In der Verlaufsnotiz steht die Nachricht ohne Zeit. Prüfen Sie, woher die Unterhaltung kommt.",
    nl: "In de historienotitie staat het bericht zonder tijd. Controleer waar het gesprek vandaan komt.",
    sv: "Meddelandet står utan tid i historikanteckningen. Kontrollera varifrån konversationen kommer.",
  },
  "message-left-out": {
    en: "It is a command, or its type is not known. The mapping says which parts the history note has.",
    de: "Es ist ein Befehl, oder die Art ist nicht bekannt. Die Zuordnung sagt, welche Teile die Verlaufsnotiz hat.",
    nl: "Het is een opdracht, of het type is onbekend. De toewijzing bepaalt welke onderdelen de notitie heeft.",
    sv: "Det är ett kommando, eller så är typen okänd. Mappningen säger vilka delar anteckningen har.",
  },
  "message-twice": {
    en: "It stands twice in the transcript, with the same id and words, and is taken once.",
    de: "Sie steht zweimal im Transkript, mit gleicher ID und gleichem Text, und wird einmal genommen.",
    nl: "Het staat twee keer in het transcript, met hetzelfde id en dezelfde tekst, en wordt één keer gebruikt.",
    sv: "Det står två gånger i transkriptionen, med samma id och text, och tas med en gång.",
  },
  "sender-unknown": {
    en: "The history note marks the message as [unknown]. Check where the conversation comes from.",
    de: "Die Verlaufsnotiz kennzeichnet die Nachricht mit [unknown]. Prüfen Sie, woher die Unterhaltung kommt.",
    nl: "De historienotitie markeert het bericht als [unknown]. Controleer waar het gesprek vandaan komt.",
    sv: "Historikanteckningen märker meddelandet med [unknown]. Kontrollera varifrån konversationen kommer.",
  },
  "data-replaced": {
    en: "The history note has the kind and size of the data, and the link without what gives access.",
    de: "Die Verlaufsnotiz nennt Art und Größe der Daten und den Link ohne das, was Zugriff gibt.",
    nl: "De historienotitie noemt de soort en grootte van de gegevens, en de link zonder wat toegang geeft.",
    sv: "Historikanteckningen har datas typ och storlek, och länken utan det som ger åtkomst.",
  },

  // The delivery
  "not-found": {
    en: "Nothing is connected. Create the object in Lime CRM if it should be there.",
    de: "Nichts wird verbunden. Legen Sie das Objekt in Lime CRM an, wenn es da sein soll.",
    nl: "Er wordt niets gekoppeld. Maak het object aan in Lime CRM als het er moet zijn.",
    sv: "Inget kopplas. Skapa objektet i Lime CRM om det ska finnas.",
  },
  "several-found": {
    en: "The oldest active one is taken. Merge them in Lime CRM.",
    de: "Das älteste aktive wird genommen. Führen Sie sie in Lime CRM zusammen.",
    nl: "Het oudste actieve object wordt gebruikt. Voeg ze samen in Lime CRM.",
    sv: "Det äldsta aktiva används. Slå ihop dem i Lime CRM.",
  },
  "created-twice": {
    en: "Lime CRM answered too late. The oldest one is used. Delete the other one in Lime CRM.",
    de: "Lime CRM antwortete zu spät. Das älteste wird verwendet. Löschen Sie das andere in Lime CRM.",
    nl: "Lime CRM antwoordde te laat. Het oudste wordt gebruikt. Verwijder het andere in Lime CRM.",
    sv: "Lime CRM svarade för sent. Det äldsta används. Ta bort det andra i Lime CRM.",
  },
  "duplicates-possible": {
    en: "Lime CRM refuses a second object only where a property must be unique. Your Lime CRM administrator can add one.",
    de: "Lime CRM lehnt ein zweites Objekt nur ab, wo eine Eigenschaft eindeutig sein muss. Ihr Lime-CRM-Administrator kann eine anlegen.",
    nl: "Lime CRM weigert een tweede object alleen waar een eigenschap uniek moet zijn. Uw Lime CRM-beheerder kan er een toevoegen.",
    sv: "Lime CRM nekar ett andra objekt bara där en egenskap måste vara unik. Din Lime CRM-administratör kan lägga till en.",
  },
  "not-findable": {
    en: "Nothing connects it to the conversation. Set the relation to the Userlike conversation in the mapping.",
    de: "Nichts verbindet es mit der Unterhaltung. Setzen Sie in der Zuordnung die Beziehung zur Userlike-Unterhaltung.",
    nl: "Niets koppelt het aan het gesprek. Stel in de toewijzing de relatie met het Userlike-gesprek in.",
    sv: "Inget kopplar det till konversationen. Ange relationen till Userlike-konversationen i mappningen.",
  },
  reconnected: {
    en: "Check that this is intended.",
    de: "Prüfen Sie, ob das beabsichtigt ist.",
    nl: "Controleer of dat de bedoeling is.",
    sv: "Kontrollera att detta är avsikten.",
  },
  "note-unchanged": {
    en: "The newest note has the same text, so no new one is written.",
    de: "Die neueste Notiz hat denselben Text, darum wird keine neue geschrieben.",
    nl: "De nieuwste notitie heeft dezelfde tekst, dus wordt geen nieuwe geschreven.",
    sv: "Den senaste anteckningen har samma text, så ingen ny skrivs.",
  },
  "file-unavailable": {
    en: "No document was created for it. Check the message in Userlike, then send the conversation again.",
    de: "Für sie entstand kein Dokument. Prüfen Sie die Nachricht in Userlike, und senden Sie die Unterhaltung noch einmal.",
    nl: "Er is geen document voor gemaakt. Controleer het bericht in Userlike en verzend het gesprek opnieuw.",
    sv: "Inget dokument skapades för den. Kontrollera meddelandet i Userlike och skicka konversationen igen.",
  },
  "document-unmarked": {
    en: "Add the property ul_messageid (string, 256) to the limetype of the documents in Lime CRM.",
    de: "Fügen Sie dem Limetyp der Dokumente in Lime CRM die Eigenschaft ul_messageid (string, 256) hinzu.",
    nl: "Voeg in Lime CRM de eigenschap ul_messageid (string, 256) toe aan het limetype van de documenten.",
    sv: "Lägg till egenskapen ul_messageid (string, 256) i dokumentens limetyp i Lime CRM.",
  },
  refused: {
    en: "Change the mapping or Lime CRM accordingly, then send again.",
    de: "Ändern Sie die Zuordnung oder Lime CRM entsprechend, und senden Sie noch einmal.",
    nl: "Pas de toewijzing of Lime CRM aan en verzend opnieuw.",
    sv: "Ändra mappningen eller Lime CRM därefter och skicka igen.",
  },
} satisfies MessageTable & Record<FindingCode, unknown>);
