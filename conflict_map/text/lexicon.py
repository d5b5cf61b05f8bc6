"""Closed lists of English words that tell a place from a person, a title or a common word; no rules."""

from __future__ import annotations

from typing import Final

from conflict_map.vocabulary import FeatureClass as F

CONNECTORS: Final = frozenset(
    "al el as ash ar at ad an az es esh et er de la le les du des do da dos das del della di of the ibn bin bint abu umm "
    "sur sous upon and y e am an der den von zu ob na nad pod van ter ez ed en".split()
)
ARTICLES: Final = frozenset(
    "al el as ash ar at ad an az es esh et er ez ed en adh ath ul us".split()
)

MONTHS_DAYS: Final = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday ramadan eid christmas easter jan feb mar apr jun jul aug sep "
    "sept oct nov dec mon tue wed thu fri sat sun".split()
)

TITLES: Final = frozenset(
    """
    president premier minister mr mrs ms miss dr prof professor gen general lt lieutenant col colonel maj major
    capt captain cpl sgt sergeant adm admiral brig brigadier cmdr commander gov governor sen senator rep
    representative ambassador envoy secretary spokesman spokeswoman spokesperson king queen prince princess
    sheikh shaykh sheik imam ayatollah pope bishop archbishop cardinal father rev reverend judge justice chief
    chairman chairwoman director mayor marshal leader mullah sultan emir chancellor deputy lawyer journalist
    activist correspondent reporter analyst researcher author coach singer actor actress resident
    """.split()
)

GIVEN_NAMES: Final = frozenset(
    """
    mohammed mohammad muhammad mohamed mohamad ahmed ahmad ali hassan hussein hussain omar umar osman othman
    ibrahim ismail khalid khaled abdullah abdallah abdul abdel abdi yusuf youssef yousef mustafa mahmoud
    mahmood hamid hamza bilal karim kareem nasser saleh salih samir tariq tarek walid waleed yasser zaid bashar
    recep tayyip hakan fatima aisha khadija maryam mariam layla leila amina zahra nadia salma rania
    john james robert michael william david richard joseph thomas charles christopher daniel matthew anthony
    mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan
    jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel frank gregory raymond
    alexander patrick jack dennis jerry tyler aaron jose henry adam douglas nathan peter zachary kyle walter
    harold jeremy carl keith roger gerald ethan arthur terry christian sean lawrence austin joe noah jesse
    albert bryan billy bruce willie jordan dylan alan ralph gabriel roy juan wayne eugene logan randy louis
    russell vincent philip bobby johnny bradley antony boris tony barack hillary joe kamala mike jim bob bill
    tom tim dan ben sam greg steve dave ken ron don ed phil jeff rick nick matt chris alex max leo ted
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra
    ashley dorothy kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura sharon
    cynthia kathleen amy shirley angela helen anna brenda pamela nicole samantha katherine emma ruth christine
    catherine debra rachel carolyn janet virginia maria heather diane julie joyce victoria kelly christina
    lauren joan evelyn olivia judith megan cheryl andrea hannah martha jacqueline frances gloria teresa ann
    kate paris britney madison charlotte sofia florence
    vladimir sergei sergey dmitry dmitri alexei aleksei mikhail nikolai ivan igor oleg oleh andrei andriy yuri
    yury viktor volodymyr petro mykola oleksandr serhiy vadym vitaliy vitali ihor denys ruslan ramzan yevgeny
    olena olha iryna natalia oksana svetlana tatiana anastasia
    jean pierre jacques francois françois michel philippe emmanuel nicolas marie sophie claude alain bernard
    carlos luis jorge miguel pedro francisco antonio manuel rafael fernando alejandro diego andres javier pablo
    hans klaus jürgen angela olaf heinz giovanni giuseppe marco luca silvio benjamin netanyahu yoav itzhak
    ismail yahya hassan félix felix denis laurent joseph-désiré paul salva riek isaias abiy moussa mamadou
    amadou ousmane ibrahima boubacar min aung khin san htun kyaw zaw narendra rahul sonia imran nawaz asif
    xi li wang zhang liu chen kim park lee jin hiroshi shinzo
    """.split()
)

# English words that are also names of places somewhere; as single words they need a place's position.
COMMON: Final = frozenset(
    """
    a about above accord across act action active actual after again against age agency agent ago agree agreed aid
    aim air all allied allies almost alone along already also am amid among an and angels another any apple area arm
    arms army around art as asia asked at attack attacks august authority aware away axis bad ban band bank bar bar
    base bath battle bay be beach bear beaver because been before bell best better between big bill birds black blue board
    boat bold bomb boom border both box boy branch brave bridge brief bright bring brother brown bull burn bus but by
    call came camp can canal canada cape capital car care case castle catholic center central centre chapel charge charity chief
    child church city civil civilian class clean clear club coach coal coast coffee cold college come command
    commerce commission community concord congress convoy cook corner council country court cross crown dale dam
    dark date dawn day dead deal dear death deep defence defense delta description despite devil did director division do
    doctor dog door double down drone due during each eagle early east eastern easy eight elder eleven else
    empire end energy enterprise equality era europe even ever every evening experiment export fair faith fall far farm
    father federal fields fifty fight fire first fish five flag flat flower follow foot for force forces
    foreign forest former fort forum four fourteen free freedom french fresh friday friend from front fuel full game garden
    gas gate general german get gift give global go god gold golden good government grand grant gray great green grey
    ground group grove guard gulf gun had hall hand harbor hard has have he head heart heat heavy help hero high
    highland hill his holly holy home hope hospital hot hotel house how however hundred hunter ice if imperial in
    independence indian industry inside intelligence internet interior iron is island islands islamic it its jewel job join judge just
    justice keep key kids kill king kingdom kings know lake lamp land large last late later law lead leader leading league led
    left legal less liberal liberty life light like line lion list little live local logan lone long look lost love
    low lower lucky luck mail main major make male man manor many march marine market marks mass master may me mean media meeting men
    mental mercy message middle military mill mine minister ministry miss mission mobile model modern monday money
    moon more morning most mother mount mountain move mr much museum music must my name nation national natural navy near
    need neck net never new news next nice night nine no none noon north northern not nothing now number oak obama of off
    office officer officials oil old on once one only open opera or orange order other others our out outside over own
    page palace paper paradise park part parts party pass past pastor path patriot peace people per phoenix pilot pine pink place plain
    plan plant plays point pole police polite pool poor port post power prairie present president press price prince princess
    prison private pro progress protocol public pure queen question quick radio rain raising range reading ready real red reform refugee region relief
    rescue residence resort rest results return rice rich right ring rise river road rock rocket rose round royal rural
    russian sacred safe said saint salt same san sand santa save saw say school sea second section security see senate senior
    serve service settlement seven several share sharp she ship shore short should show side silver simple since site six
    sky small smith snow so soldier some son song soon source south southern space spa speaker special split spring square stable
    staff stage star stars start state states station stay step still stone stop storm story street strong student such summer
    summit sun sunday super support sure sweet system table taft take tank task team ten than thanks that the their them then
    there these they thing third this those though thousand three time times to today together top total tower town
    trade tree trial troops true trump trust truth try tuesday two under union unit united unity university until up upper us use usual
    valley very veteran via victor victory video view village violence vision voice volunteer vote wait wall war warning wars was watch water
    way we wednesday week well were west western what when where while white who why wife wild will wind winter wise
    with within without wolf woman wonder wood word work workers world would wrong year yellow yes yet you young your youth
    allah archive hezbollah photo related hour mosque islam muslim christian jewish arab kurdish sunni shia alawite
    facebook google twitter telegram apple amazon tesla ford lincoln jackson johnson wilson moore taylor anderson
    harris martin thompson garcia clark lewis robinson walker allen wright scott hill adams nelson baker carter mitchell roberts
    turner phillips campbell parker evans edwards collins stewart morris rogers reed cook morgan bell murphy bailey cooper
    richardson cox howard ward torres peterson ramirez watson brooks kelly sanders price bennett wood barnes ross henderson
    coleman jenkins perry powell long patterson hughes flores washington butler simmons foster bryant alexander russell
    griffin diaz hayes myers ford hamilton graham sullivan wallace woods cole west owens reynolds fisher ellis harrison gibson
    mcdonald cruz marshall ortiz gomez murray freeman wells webb simpson stevens tucker porter hunter hicks crawford henry boyd
    mason morales kennedy warren dixon ramos burns gordon shaw holmes rice robertson hunt black daniels palmer mills nichols
    grant knight ferguson stone dunn perkins hudson spencer gardner payne pierce berry matthews arnold wagner willis ray watkins
    olson carroll duncan snyder hart cunningham bradley lane andrews ruiz harper fox riley armstrong carpenter weaver greene lawrence elliott chavez
    sims austin peters kelley franklin lawson
    """.split()
)  # fmt: skip
# Words above that are first of all places keep their place reading.
COMMON_BUT_PLACES: Final = frozenset(
    {"washington", "europe", "asia", "canada", "austin", "roosevelt"}
)
PLACES_FIRST: Final = frozenset(
    "paris jordan austin madison charlotte florence virginia georgia victoria sofia adam san jackson lincoln".split()
)
"""Given names that are first of all places when they stand alone."""

OPENERS: Final = frozenset(
    """in on at by for from with near around after before during since while when as but and or the a an this that these
    those its their his her our my your there here inside outside between among across along over under to of if
    both all some many most several two three four five six seven eight nine ten elsewhere meanwhile however also
    earlier later today yesterday overnight farther further nearer beyond despite amid following until once only even
    at another other such no not it he she they we you who what where why how according reached asked local police army
    military government residents officials witnesses""".split()
)
"""Words that a sentence opens with in a capital and that are no part of the name that follows."""

FEATURE_WORDS: Final[dict[str, F]] = {
    **dict.fromkeys(
        ("province", "provinces", "governorate", "governorates", "oblast", "oblasts", "state", "states", "prefecture",
         "prefectures", "voivodeship", "department", "departments", "wilaya", "muhafazah"),
        F.ADMIN1,
    ),
    **dict.fromkeys(
        ("district", "districts", "county", "counties", "sub-district", "subdistrict", "raion", "rayon", "territory",
         "commune", "municipality", "municipalities", "township", "townships", "cercle", "locality", "canton", "parish"),
        F.ADMIN2,
    ),
    **dict.fromkeys(
        ("city", "cities", "town", "towns", "village", "villages", "settlement", "settlements", "hamlet", "camp", "camps",
         "neighborhood", "neighbourhood", "neighborhoods", "neighbourhoods", "suburb", "suburbs", "port", "capital",
         "locality", "localities", "stronghold", "outpost"),
        F.POPULATED_PLACE,
    ),
    **dict.fromkeys(("region", "regions", "area", "areas", "valley", "peninsula", "strip", "corridor", "enclave",
                     "countryside"), F.REGION),
    **dict.fromkeys(("river", "lake", "sea", "gulf", "strait", "bay", "ocean", "canal"), F.WATER),
    **dict.fromkeys(("airport", "airbase", "base", "crossing", "checkpoint", "hill", "mountain", "mountains", "dam",
                     "border crossing", "hospital", "prison", "refinery", "power plant", "bridge"), F.SITE),
    "country": F.COUNTRY,
    "countries": F.COUNTRY,
}  # fmt: skip
"""What a type word says of the name beside it. "Region" stays loose: it is an oblast in one country."""

GOVERNMENT_SEATS: Final = frozenset(
    {
        "kremlin",
        "white house",
        "pentagon",
        "elysee",
        "élysée",
        "downing street",
        "whitehall",
        "élysée palace",
    }
)
"""Buildings that stand for a government; never a place of an event unless the sentence says so."""
