"""Words that say nothing of what an article is about, folded: of titles in Arabic, English, French, German, Spanish.

Short words are none of them, since titles count from four letters on; weekdays, months and what news is full of are.
"""

from __future__ import annotations

from site_gen.folding import fold_name

_WORDS = """
alors ancien ancienne annee annees apres aout appel assure aucun aucune aujourd aura auront aussi autour autre autres
avaient avait avant avec avoir avril bien bientot cadre cause cela celle celles celui cent centaine certains cette
ceux chaque chez cinq comme comment contre cours dans debut demain demande depuis dernier derniere dernieres derniers
deux devant deviennent devient devra direct directe dire dit dizaine dizaines doit doivent donc dont dossier douze
durant elle elles encore enfants entre estime etaient etait etat ete etes etre euro euros face faire fait faite faits
faut femme femmes fevrier fois font francais francaise francaises france gens grand grande grandes grands
hausse heure heures hier homme hommes huit ils image images info infos janvier jeudi jour journee jours
juillet juin jusqu laisse leur leurs lors lundi mais mardi mars matin meilleur meme memes mercredi milliard milliards
million millions mille moins mois monde mort morts nombre notamment notre nous nouveau nouveaux nouvel nouvelle
nouvelles novembre nuit octobre ont onze parce parmi partir pays pendant personne personnes petit petite peut peuvent
photo photos plus plusieurs point portrait pour pourquoi pourra pourraient pourrait premier premiere premieres premiers
pres prend presque puis quand quatorze quatre quel quelle quelles quelque quelques quels question questions quinze
quoi rien sans samedi sauf selon semaine semaines sept septembre sera seraient serait seront seul seule sinon soir
soit sommes sont sous suite sujet sur tous tout toute toutes tres treize trois trop trouve vendredi vers veut veulent
video videos vingt vont votre vous voit decembre dimanche monsieur madame afp

about above after again against ahead along also amid among another around back because been before being below best
between both but call calls came can come comes could country date daily days dead deal death did does down during each
early eight even ever every fact fears few find finds first five four free from full gets give gives goes going good
hard have having head here high hits hold holds home hour hours how inside into its january february april june july
august october november december just keep know last late latest lead leader leave left less life like live
long look lose made major make makes making man many may men might monday month months more most much must near need
never news next night nine now off old one only open other our out over own part past people picture pictures plan
plans put puts report reports rise said same saturday say saying says second see seek seen september set seven
shows should since six small some still stop story sunday take takes ten than that the their them then there these
they things third this those three through thursday time times today told too top toward turn turns tuesday two under
until up update updates uses very video want wants warn warns was watch way wednesday week weeks well were what when
where which while who why will wins with within without woman women work world would year years yesterday you young
your

aber alle allem allen aller alles also andere anderen april august auch beim bereits bessere bisher bleibt dabei dafuer
damit dann daran darauf darf darum dass davon dazu dein denn der deren des dessen deutlich deutsche deutschen
dezember die dies diese diesem diesen dieser dieses doch donnerstag dort drei durch ein eine einem einen einer eines
ende erst erste ersten erster etwa etwas februar fast freitag fuer funf fur ganz gegen geht gibt gilt gut haben
halten hat hatte hatten heute hier hinter ihr ihre ihrem ihren ihrer immer jahr jahre jahren januar jede jeden jetzt
juli juni kann kaum kein keine keinen kommen kommt konnte konnen koennte konnten lasst macht mann marz mehr
mensch menschen millionen milliarden mittwoch mochte montag morgen muss mussen musste nach nachdem nachste nacht neben
neue neuen neuer neues nicht nichts noch november nur oder ohne oktober prozent sagt samstag schon sechs sehr sein seine
seinem seinen seiner seit seite selbst september sich sieben sind sogar soll sollen sollte sondern sonntag sowie stadt
statt steht tage tagen trotz uber uhr unter viel viele vielen vier vom von vor wahrend war waren warum wegen weil weiter
weitere weiteren welche wenn wenig weniger wer werden wie wieder will wird wirft wochen woche wohl wollen wurde wurden
zehn zeigt zeit zufolge zum zur zwei zwischen

abril agosto ahora algo alguno algunos anos ante antes aqui asegura asi aunque bajo bien cada casi caso cerca ciento
cinco como con contra cual cuando cuatro dar debe deben debido decir dejan dejar del desde despues dia diario dias
dice dicen diez diciembre domingo donde dos durante ella ellos enero entre era eran esa ese eso espana esta estaba estan
estar estas este esto estos febrero fecha forma frente fue fueron gran grande grandes ha haber habia hace hacen hacer
hacia han hasta hay hombre hombres hora horas hoy jueves julio junio lleva luego lunes manera manana marzo martes
mas mayo mayor mejor menos mes meses miercoles mientras mil millon millones mismo mucho muchos muere muerte
mujer mujeres mundo muy nada ni ninguno noche nos noviembre nuestro nueva nuevas nuevo nuevos nueve nunca
ocho octubre otra otras otro otros pais para parte pasado pero personas pide poco podra podria por porque primer primera
primero primeros puede pueden pues que quien quiere sabado segun segunda segundo seis semana semanas septiembre
ser sera seran seria sido siempre siete sigue sin sino sobre solo son soy su sus tambien tan tanto tarde tendra
tener tercer tiempo tiene tienen toda todas todavia todo todos tras tres ultima ultimas ultimo ultimos una unas
uno unos va van veces ver vez viernes vida y ya

على التي الذي بعد قبل خلال حول ضد بين منذ عند لدى هذا هذه ذلك تلك كما لكن عام يوم اليوم مع دون غير أكثر اكثر أول اول
الأول الاول إلى الى في من عن أن ان أو او ثم قد لا ما لم لن كل بعض
"""
STOPWORDS = frozenset(map(fold_name, _WORDS.split()))
