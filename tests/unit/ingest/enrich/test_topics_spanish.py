"""Every topic of the top level is found in Spanish: two invented articles for each.

They were written before the lexicon was tried on them. There is no labelled collection of Spanish news to measure by;
these articles only say that no topic is blind.
"""

from __future__ import annotations

import pytest

from site_gen.ingest.enrich.topics import classify

ARTICLES = [
    (
        "sport",
        "El Ribamar remonta ante el líder y se mete en la final",
        "El conjunto visitante ganó por tres a uno con dos goles en los últimos minutos. El entrenador celebró con la"
        " afición una victoria que pocos esperaban a comienzos de temporada.",
    ),
    (
        "sport",
        "La nadadora de Puertollano bate su marca en los doscientos metros",
        "La joven se colgó la medalla de plata en el campeonato nacional y logró la mínima para los próximos Juegos."
        " Su preparador destacó el trabajo en la piscina durante el invierno.",
    ),
    (
        "politics-and-government",
        "El presidente anuncia cambios en su gabinete tras la derrota en el Senado",
        "Tres ministros dejarán el Gobierno esta semana. La oposición exige la convocatoria de elecciones anticipadas"
        " y los socios de la coalición piden calma.",
    ),
    (
        "politics-and-government",
        "La alcaldesa de Villanoria no se presentará a la reelección",
        "La regidora comunicó a su partido que no encabezará la lista en los comicios municipales. Suena como candidato"
        " el actual concejal de urbanismo.",
    ),
    (
        "economy-business-and-finance",
        "La inflación baja dos décimas y alivia a los hogares",
        "El índice de precios se situó en el tres por ciento, según el banco central. Los analistas esperan que los"
        " tipos de interés no se muevan hasta el otoño.",
    ),
    (
        "economy-business-and-finance",
        "La cementera Ordal compra a su rival por novecientos millones",
        "La operación crea el mayor grupo del sector. Los accionistas de ambas empresas deberán aprobar la fusión, y"
        " las acciones subieron en la bolsa.",
    ),
    (
        "labour",
        "Los maquinistas convocan cuatro días de huelga en mayo",
        "Los sindicatos reclaman un aumento salarial y rechazan el nuevo convenio colectivo. La empresa anuncia"
        " servicios mínimos.",
    ),
    (
        "labour",
        "La fábrica de Montelar despedirá a doscientos trabajadores",
        "La dirección alega la caída de pedidos. El comité de empresa pide que los afectados puedan acogerse a la"
        " jubilación anticipada y negocia un ERE menos duro.",
    ),
    (
        "crime-law-and-justice",
        "Condenado a doce años de cárcel por el asesinato de su socio",
        "El tribunal considera probado que el acusado disparó por la espalda. El abogado de la familia dijo que"
        " recurrirá la sentencia.",
    ),
    (
        "crime-law-and-justice",
        "Detenidas nueve personas de una banda que robaba en viviendas de la costa",
        "La policía halló joyas y dinero en efectivo en un garaje. Un juez ha enviado a prisión a los tres presuntos"
        " cabecillas.",
    ),
    (
        "conflict-war-and-peace",
        "Las tropas del gobierno recuperan una ciudad tras semanas de combates",
        "Los rebeldes se retiraron hacia la frontera después de un bombardeo que dejó decenas de civiles muertos. El"
        " ejército dice controlar el puente.",
    ),
    (
        "conflict-war-and-peace",
        "Las dos partes pactan un alto el fuego de diez días",
        "La tregua permitirá la entrada de ayuda y el canje de prisioneros. Los mediadores confían en que se abran"
        " conversaciones de paz.",
    ),
    (
        "disaster-accident-and-emergency-incident",
        "Un terremoto deja al menos treinta muertos en la sierra",
        "Los equipos de rescate buscan a los desaparecidos entre los escombros. Decenas de casas se vinieron abajo"
        " y hay pueblos incomunicados.",
    ),
    (
        "disaster-accident-and-emergency-incident",
        "Un autobús se sale de la carretera y cae por un barranco",
        "El accidente dejó catorce heridos, tres de ellos graves. Los bomberos tardaron dos horas en evacuar a todos"
        " los pasajeros.",
    ),
    (
        "education",
        "Los institutos empezarán el curso con menos alumnos por aula",
        "La consejería contratará a ochocientos profesores de secundaria. Las familias piden también becas de comedor"
        " para los colegios rurales.",
    ),
    (
        "education",
        "La universidad pública sube la nota de corte en Medicina",
        "Más de cuatro mil estudiantes se presentaron a la selectividad. El rector atribuye el alza a la demanda de"
        " plazas en las facultades de la región.",
    ),
    (
        "environment",
        "El humedal pierde un tercio de sus aves en veinte años",
        "Los ecologistas culpan a los pozos ilegales y a los vertidos. La reserva natural es refugio de especies"
        " amenazadas.",
    ),
    (
        "environment",
        "El deshielo de los glaciares se acelera por el calentamiento global",
        "Un informe advierte de que las emisiones de gases de efecto invernadero siguen creciendo. La pérdida de hielo"
        " amenaza a los ecosistemas de alta montaña.",
    ),
    (
        "health",
        "Un nuevo fármaco frena el avance de la leucemia en niños",
        "El hospital trató a cuarenta pacientes durante dos años. Los médicos piden prudencia hasta que terminen los"
        " ensayos.",
    ),
    (
        "health",
        "Aumentan los contagios de sarampión en la capital",
        "Las autoridades sanitarias recomiendan revisar la cartilla de vacunación. El brote comenzó en una guardería y"
        " suma ya treinta enfermos.",
    ),
    (
        "science-and-technology",
        "Un telescopio capta la luz de una galaxia desconocida",
        "Los astrónomos calculan que se formó poco después del origen del universo. El hallazgo se publica en una"
        " revista científica.",
    ),
    (
        "science-and-technology",
        "Una aplicación traduce la lengua de signos con inteligencia artificial",
        "El programa informático reconoce los gestos con la cámara del móvil. Sus creadores, dos ingenieros, preparan"
        " una versión para ordenador.",
    ),
    (
        "arts-culture-entertainment-and-media",
        "La novela póstuma de la escritora llega a las librerías",
        "La editorial imprimirá sesenta mil ejemplares. El libro reúne los cuentos que la autora dejó sin publicar.",
    ),
    (
        "arts-culture-entertainment-and-media",
        "El festival de cine premia una película rodada en los Andes",
        "El jurado destacó la fotografía y el trabajo de la actriz protagonista. El director dedicó el galardón a su"
        " equipo.",
    ),
    (
        "human-interest",
        "La princesa heredera anuncia su boda para septiembre",
        "La Casa Real difundió una foto de la pareja con sus perros. El novio, hijo de un panadero, pidió su mano en un"
        " faro.",
    ),
    (
        "human-interest",
        "Una abuela de ciento seis años entra en el libro Guinness de los récords",
        "La centenaria es la mujer más longeva de la isla. Celebró su cumpleaños con sus bisnietos y un gato al que"
        " llama Capitán.",
    ),
    (
        "lifestyle-and-leisure",
        "El chef que recuperó las recetas de las abuelas",
        "Su restaurante sirve platos de cuchara con verduras del huerto. La guía Michelin acaba de darle su primera"
        " estrella.",
    ),
    (
        "lifestyle-and-leisure",
        "La pasarela de otoño vuelve a los colores tierra",
        "Los diseñadores apuestan por prendas amplias y telas recicladas. La moda de esta temporada mira a los años"
        " setenta.",
    ),
    (
        "religion",
        "El obispo bendice la capilla restaurada de la ermita",
        "Centenares de fieles asistieron a la misa y a la procesión. El párroco agradeció los donativos de la"
        " cofradía.",
    ),
    (
        "religion",
        "Miles de musulmanes celebran el final del ramadán",
        "La mezquita del barrio abrió sus puertas a los vecinos. El imán pidió en su oración concordia entre todas las"
        " religiones.",
    ),
    (
        "society",
        "Llegan a la isla ciento veinte migrantes en dos cayucos",
        "Entre ellos hay once menores y varias mujeres embarazadas. Las organizaciones piden plazas de acogida para los"
        " solicitantes de asilo.",
    ),
    (
        "society",
        "La pobreza infantil crece en los barrios del sur",
        "Una de cada cuatro familias no llega a fin de mes. Los servicios sociales piden más vivienda social y ayudas"
        " contra la exclusión.",
    ),
    (
        "weather",
        "Llega una borrasca con lluvias y viento fuerte",
        "Las temperaturas bajarán ocho grados a partir del jueves. Se espera nieve por encima de los mil metros.",
    ),
    (
        "weather",
        "La ola de calor durará hasta el domingo",
        "Los termómetros superarán los cuarenta grados en el valle. Los meteorólogos prevén tormentas al final de la"
        " semana.",
    ),
]


NAMES = [f"{topic}: {title}" for topic, title, _ in ARTICLES]


@pytest.mark.parametrize(("topic", "title", "text"), ARTICLES, ids=NAMES)
def test_an_article_has_its_topic(topic: str, title: str, text: str) -> None:
    assert [found.topic for found in classify(title, text, "es")][:1] == [topic]


@pytest.mark.parametrize(("topic", "text"), [(topic, text) for topic, _, text in ARTICLES], ids=NAMES)
def test_the_text_alone_says_it_as_well(topic: str, text: str) -> None:
    assert topic in [found.topic for found in classify("", text, "es")]
