"""Invented conflict notes in varied English, for benchmarks; knows no event table and no map.

Notes that are random words from a short list compress far better than what coders write, and a
benchmark on them flatters every page that compresses. These are sentences from a grammar with many
slots: names of places and people, units, weapons, numbers, hours, districts, outlets.

Real coded notes, 2,482 of them from many countries and years, take 0.33 bytes a character with
zlib-6 in blocks of 1024: 0.31 in the order of their files, 0.35 in random order. These are tuned to
that figure, and ``page.py`` prints what was reached. (xz on 600 kB: 0.25 there and here.) Over
megabytes the grammar shows: trust no figure of a compressor with a large window on this text.
"""

# ruff: noqa: E501 - lists of words are read on long lines

from __future__ import annotations

import random
import re
from functools import partial

BLOCK = 1024
"""Notes in a block, where compressibility is measured."""

# fmt: off
WORDS = {
    "given": (
        "Abdi Adama Ahmad Aleksei Ali Alpha Amina Andriy Anwar Arif Bakary Baraka Bashir Boris Bunmi Carlos "
        "Chidi Daoud Diego Dmytro Elias Emeka Esteban Fadel Farah Faisal Felix Ghassan Gloria Habib Haile "
        "Hamza Hassan Htun Ibrahim Idris Imran Ismail Ivan Jamal Jean Joaquin Jonas Kamal Karim Kofi Kyaw "
        "Laila Leonid Luis Mahad Mahmoud Malik Mariam Mateo Moussa Musa Mustafa Nadia Nasser Nestor Nuri "
        "Oleh Omar Osman Oumar Pablo Pascal Qasim Rafael Rahim Rashid Roman Sadiq Said Salim Samir Santiago "
        "Selam Serhii Sita Suleiman Tadesse Taras Thein Tomas Umar Viktor Waleed Yahya Yared Yusuf Zaw Zeinab"
    ).split(),
    "family": (
        "Abakar Abdelkarim Abebe Adoum Aguilar Akhtar Al-Amin Al-Bakri Al-Darwish Al-Faraj Al-Hadi Al-Jabri "
        "Al-Masri Al-Najjar Al-Rifai Al-Sabbagh Al-Zein Alemu Arroyo Aung Aydin Ba Bah Balde Barzani Bello "
        "Bondarenko Boukar Cardenas Castillo Coulibaly Dabiri Danjuma Demissie Diallo Djibo Echeverria Egal "
        "Farouk Fofana Garba Gebre Guerrero Haidar Hailu Hashemi Hlaing Husseini Jibril Kabila Kallon Karzai "
        "Keita Khattak Kovalenko Kuznetsov Lacayo Lawal Lwin Lysenko Mahamat Maiga Marri Mbeki Mengistu "
        "Mohamud Montoya Mukendi Mwangi Ngoy Noorzai Nyunt Obi Okafor Orozco Ouedraogo Pineda Qureshi Rahmani "
        "Salazar Sankara Sawadogo Shevchuk Sissoko Soe Solano Stepanov Tesfaye Traore Tshibangu Velasco Warsame "
        "Wazir Yakubu Yilmaz Zongo Zubair"
    ).split(),
    "quarter": (
        "neighbourhood|neighborhood|district|quarter|suburb|area|industrial zone|old town|market area|camp|village|"
        "hamlet|settlement|housing estate|farmland|outskirts|military base|border crossing|checkpoint|junction|"
        "bridge|river crossing|ridge|valley|forest reserve|highway|ring road|bus station|police station|hospital|"
        "university campus|oil field|power station|water plant|airfield|customs post|grain silo|mosque|church|"
        "school compound|courthouse|prison|stadium"
    ).split("|"),
    "side": "northern southern eastern western north-eastern north-western south-eastern south-western central upper lower outer".split(),
    "bearing": "north south east west north-east north-west south-east south-west".split(),
    "weapon": (
        "artillery|mortars|heavy machine guns|Grad rockets|tank fire|small arms|RPGs|an FPV drone|two Shahed drones|"
        "a loitering munition|a Bayraktar TB2|guided aerial bombs|barrel bombs|a Kornet missile|cluster munitions|"
        "an S-300 missile|122mm rockets|82mm mortar bombs|120mm mortars|anti-tank missiles|sniper fire|"
        "an IED planted on the roadside|a car bomb|a magnetic bomb|grenades|petrol bombs|machetes|bows and arrows|"
        "AK-47 rifles|helicopter gunships|Su-25 jets|a quadcopter carrying a grenade|naval guns|thermobaric rockets|"
        "homemade rockets|a remotely detonated mine|white phosphorus|katyusha rockets|howitzers|an armed pickup"
    ).split("|"),
    "vehicle": (
        "an armoured vehicle|a pickup truck|a military convoy|a fuel tanker|an ambulance|a minibus|a supply truck|"
        "a patrol car|a motorcycle|two motorbikes|a tractor|a passenger bus|a BMP-2|a T-72 tank|an MRAP|a police van|"
        "a UN vehicle|a truck loaded with grain|a humanitarian convoy|a water tanker|an excavator|a fishing boat"
    ).split("|"),
    "target": (
        "a residential building|an army outpost|a health centre|a primary school|an ammunition depot|a brick factory|"
        "the governor's office|a petrol station|a bakery|a line of trenches|a command post|a radar|a wedding hall|"
        "the local council|a livestock market|a displaced persons' camp|a police checkpoint|a pipeline|a substation|"
        "an apartment block|a mosque during prayers|a vegetable market|the home of a tribal elder|warehouses|"
        "a row of shops|a cemetery|gold mining pits|a telecom mast|a railway depot|greenhouses|a fishing harbour"
    ).split("|"),
    "adverb": (
        "reportedly|allegedly|again|briefly|repeatedly|heavily|simultaneously|unsuccessfully|intermittently|"
        "for a second day|without warning|under cover of darkness|at close range|in retaliation|from several directions"
    ).split("|"),
    "crowd": (
        "Teachers|Students|Residents|Health workers|Relatives of detainees|Farmers|Taxi drivers|Traders|"
        "Displaced families|Pensioners|Miners|Port workers|Civil servants|Women's groups|Lawyers|Journalists|"
        "Fishermen|Truck owners|Former soldiers|Opposition supporters|Members of a bar association|Nurses|"
        "University lecturers|Market women|Bus drivers|Youth activists|Shopkeepers|Sugar cane growers|Railway staff"
    ).split("|"),
    "crowdsize": "50 100 200 300 1,500 2,000 30 several hundred".split(" ", 7),
    "grievance": (
        "unpaid salaries|the lack of electricity|rising bread prices|the arrest of an activist|a fuel shortage|"
        "the killing of a trader|insecurity on the road|forced recruitment|a planned mine|the demolition of stalls|"
        "a new tax on mobile money|the delay of local elections|water cuts|the release of their relatives|"
        "corruption in the municipality|a court ruling|the closure of a border post|poor roads|a land dispute|"
        "the transfer of a judge|cattle theft|the dismissal of 200 workers|the price of fertiliser|a cholera outbreak|"
        "the presence of foreign troops|power tariffs|the shooting of a student|pension arrears|hospital conditions"
    ).split("|"),
    "property": (
        "over 200 cattle|13 houses|several shops|food aid|a solar pump|medical supplies|motorcycles|two granaries|"
        "mobile phones and cash|fuel drums|a generator|school furniture|goats and sheep|a bank branch|farm tools|"
        "olive trees|wheat fields|a telecommunications tower|weapons|sacks of millet|gold and jewellery|three trucks"
    ).split("|"),
    "deal": (
        "a ceasefire|a prisoner exchange|a local truce|the return of stolen cattle|the reopening of the road|"
        "a withdrawal of heavy weapons|safe passage for civilians|joint patrols|the hand-over of a checkpoint|"
        "the integration of fighters into the army|a code of conduct for herders|the evacuation of the wounded"
    ).split("|"),
    "role": (
        "commander|deputy commander|platoon leader|district chief|village head|police inspector|tribal sheikh|imam|"
        "councillor|journalist|aid worker|teacher|shop owner|farmer|herder|former mayor|judge|doctor|driver|candidate|"
        "intelligence officer|customs officer|community leader|trade unionist|lawyer|student|pastor|money changer"
    ).split("|"),
    "victim": (
        "civilian|woman|child|boy|girl|elderly man|farmer|shepherd|student|passer-by|driver|trader|labourer|teacher|"
        "fisherman|shopkeeper|miner|pregnant woman|militiaman|soldier|fighter|policeman|volunteer|guard|refugee"
    ).split("|"),
    "outlet": (
        "local sources|a monitoring group|residents|the ministry of defence|a hospital source|the mayor|"
        "a military statement|a Telegram channel|the district police|an aid agency|a tribal elder|a radio station|"
        "opposition media|the regional governor|eyewitnesses|a security official|the prosecutor's office|the UN mission"
    ).split("|"),
    "when": (
        "before dawn|at around {hour}|in the early hours|during Friday prayers|shortly after sunset|overnight|"
        "in the afternoon|around midday|late in the evening|for about {n} hours|between {hour} and {hour}|at night"
    ).split("|"),
    "numeral": (
        "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|dozens of|a number of|some|scores of|"
        "at least two|up to five|more than a dozen"
    ).split("|"),
    "people": (
        "civilians women children boys girls farmers shepherds students passers-by drivers traders labourers teachers "
        "fishermen shopkeepers miners militiamen soldiers fighters policemen volunteers guards refugees nurses herders "
        "elders officers conscripts recruits migrants gunmen prisoners bystanders engineers medics villagers worshippers"
    ).split(),
    "thing": (
        "airstrip alley ambush ammunition antenna archive armoury arrest asphalt assembly auction authority awning axe "
        "balcony ballot bandage banner barracks barrel barricade battery battalion beacon belt bicycle blast blockade boat "
        "bodyguard bomb border boulevard boundary boxes brick briefing bullet bunker bus cable cafe campaign canal canoe "
        "caravan cargo cartridge cashier cattle cave ceiling cell ceremony chapel chief clan cleric clinic coalition coast "
        "college column commission committee compound container contract convoy corridor cotton council courtyard crater "
        "crew crop crossing crowd curfew dam damage debris decree defence delegation demand depot deputy desert detachment "
        "detention diesel dispute ditch dock document donkey doorway drill drone dune duty dwelling earthwork election "
        "embankment embassy engine escort estate evidence exchange exit explosion export faction factory family farm feast "
        "fence ferry festival field fire flag flame fleet flight flock flood floor flour foothill foreman fort fountain "
        "front fuel funeral fuse garage garden garrison gas gate gathering glass gorge granary grave gravel guesthouse "
        "gully gun hall hangar harbour harvest headquarters helmet herd highway hill hinterland hostage hotel house hut "
        "imam inquiry inspector irrigation island jail jetty judge kitchen ladder lagoon lake land lane launcher leaflet "
        "ledger letter library lieutenant livestock loan lorry machine magistrate maize mandate mango manuscript march "
        "mast mayor meadow meeting memorial merchant militia mill mine minibus minister mission monastery monument motor "
        "mountain mourner mule museum negotiation night nurse oasis observer office officer oil orchard outpost oven "
        "palace palm parade pass passage pasture patient patrol payment peace pharmacy phone pickup pier pilgrim pilot "
        "pipe pitch plain plantation plateau platoon plaza plot police pond port post prayer prefect press prisoner "
        "procession protest province pump quarry queue radio raid railway rally ranch ransom ravine rebel reef regiment "
        "relief report reservoir rifle river roadblock rocket roof rope route ruin saddle salt sandbag sanctuary satellite "
        "sawmill scaffold school scout sea sentry sergeant session sewer shaft shed sheikh shell shelter shipment shoulder "
        "shrapnel shrine siege signal silo siren slope smoke smuggler soil spokesman spring square stable stadium staff "
        "stairs stall station steppe stone store storm strait street strike stronghold student suburb suitcase summit "
        "supply surgeon swamp sword tank tannery target tavern teacher temple tent terminal territory testimony theatre "
        "thicket timber toll tower track trader train trap treaty trench trial tribe truce tunnel turret uniform union "
        "unit valley van vault vehicle verdict veterinary victim vigil villa village vineyard volley vote wadi wagon wall "
        "ward warehouse warning watchtower waterfall weapon well wharf wheat widow window wire witness wood workshop yard"
    ).split(),
    "did": (
        "abandoned accompanied accused attended avoided barred besieged blamed blocked breached burned called captured "
        "carried ceded chased checked cited claimed cleared closed collapsed collected commanded concealed condemned "
        "confiscated controlled covered crossed damaged defended delayed delivered demolished denied deployed deserted "
        "destroyed detained dismantled dispersed displaced disrupted disputed diverted drained emptied encircled endangered "
        "engaged entered escorted evacuated evaded exchanged extorted fenced filmed flanked flooded followed forced "
        "fortified found freed fuelled guarded halted harassed hid hit ignited impounded infiltrated inspected intercepted "
        "interrogated invaded isolated joined kidnapped launched left levelled lifted loaded looted lost marked mined "
        "mobilised mourned negotiated notified observed occupied offered opened opposed ordered outflanked overran paid "
        "patrolled penetrated persuaded photographed pillaged planted pledged prevented probed proposed punished pursued "
        "questioned ransacked rebuilt received reclaimed recovered reinforced rejected released reopened repaired replaced "
        "rescued restored retook returned robbed sabotaged scattered screened searched secured sheltered shot sighted "
        "smuggled sold spared stopped storeyed stripped summoned supplied supported suspended swept threatened torched "
        "toured towed traded transferred treated urged visited wanted warned watched withdrew wrecked"
    ).replace("storeyed ", "").split(),
    "such": (
        "abandoned adjacent alleged ambitious angry armed armoured barren besieged bitter blackened blind bloody bound "
        "brief broken burnt busy camouflaged captured central cheap civilian clandestine closed coastal cold colonial "
        "combined common concrete contested covert crowded damaged dangerous dark dead deep demobilised derelict disputed "
        "distant drunk dry dusty early elderly elected eldest electric elite emergency empty entire ethnic exiled exposed "
        "extra fallen false famous federal fertile final flat flooded foreign former fortified forward fragile free fresh "
        "frontal frozen full fuel-laden grey green guarded half-built hardline harsh heavy hidden high hired hostile huge "
        "idle ill illegal imminent improvised independent injured inner internal irregular isolated joint key known lame "
        "large late leading light local lone long loyal main marked masked massive medical middle military minor mixed "
        "mobile mounted muddy municipal mutinous named narrow national naval nearby neutral nightly noisy nomadic northern "
        "notable old open operational opposing orderly ordinary outer outlying paid parked partial peaceful permanent "
        "pitched plain planned poor popular powerful prominent proposed provincial public quiet raided rapid rebel recent "
        "red regional regular remote renegade reserve restive retired returning rich rival rocky royal rumoured rural "
        "salaried seasonal second secret sectarian senior separate severe shallow shared sharp short silent similar single "
        "sizeable small sole southern special stalled steep stolen stormy strategic stray strict sudden surplus suspected "
        "swollen tactical tall temporary tense thick thin third tired torn traditional tribal unarmed uncertain underground "
        "undisclosed unfinished unguarded unnamed unpaid urban usual vacant vast veteran violent visible vital volatile "
        "volunteer wealthy weekly western wet wide wooden wounded young"
    ).split(),
    "link": "near beside after before behind during beyond outside inside across above below with without for against through along towards until".split(),
}
"""The words of each slot; ``{slot}`` in a word is filled in turn."""

SYLLABLES = (
        "ab ak al am an ar as ba bal bar bek bi bo bor cha dar de di dja do dor du el fa far ga gar ge gha go gur "
        "ha har he ho hul id in ja jar ji ka kal kar ke kho ki ko kor ku la lam le li lo ma mal mar mba me mi mo "
        "mun na nar ne ngo ni no nur oba or pa pol ra ram re ri ro ru sa sal sar se sha shi so sul ta tar te ti to "
        "tu um ur va ver vi wa war we wi ya yar ye yi yo za zar ze zi zo"
).split()
MONTHS = "January February March April May June July August September October November December".split()
LEADS = ("", "", "", "", "Al-", "Tel ", "Wadi ", "Nova ", "San ", "Old ", "Upper ", "Kafr ")
SPOTS = (
    "the {coined} {quarter} of {place}|the {side} outskirts of {place}|{coined} {quarter}, {place}|"
    "{place}, {km} km {bearing} of {near}|{place} ({admin1})|{place}"
).split("|")

EVENTS = {
    "Battles": (
        "{actor} clashed with {other} in {spot}|{actor} attacked positions of {other} near {place} with {weapon}|"
        "{other} ambushed {vehicle} of {actor} on the road from {place} to {near}|{actor} and {other} exchanged fire with {weapon} {when} at {spot}|"
        "Fighting was reported between {actor} and {other} around {place}, {km} km {bearing} of {near}|"
        "{actor} {adverb} tried to advance towards {near} from {place} and met {weapon} from {other}|"
        "{actor} took control of {spot} after {n} days of fighting with {other}|{other} repelled an assault by {actor} on {spot}|"
        "A {n}-man patrol of {actor} came under fire from {other} in {spot}|{actor} raided a hideout of {other} at {coined}, {place}, and seized {weapon}"
    ).split("|"),
    "Explosions/Remote violence": (
        "{actor} shelled {spot} with {weapon}, hitting {target}|{actor} carried out {n} airstrikes on {place} and {near}, {adverb} targeting {target}|"
        "{weapon} hit {target} in {spot}|An explosive device detonated under {vehicle} near {place}, {km} km {bearing} of {near}|"
        "{actor} targeted {vehicle} of {other} with {weapon} between {place} and {near}|A landmine went off at {coined}, on the {side} edge of {place}|"
        "{n} rounds fell on {place} {when}; {target} was damaged|{actor} struck {target} in {spot} using {weapon} {when}|"
        "Air defence of {other} shot down {n} drones of {actor} over {place}; debris fell on {target}"
    ).split("|"),
    "Violence against civilians": (
        "Gunmen of {actor} killed {person}, a {role}, at his home in {spot}|{actor} abducted {n} people from {place} and took them towards {near}|"
        "{actor} opened fire on {vehicle} on the {place}-{near} road|The body of {person}, a {age}-year-old {victim}, was found in {spot}|"
        "{actor} stormed {coined} ({place}) {when}, beat residents and stole {property}|{actor} beat {person}, a {role} from {near}, in {spot}|"
        "{actor} executed {n} men accused of working with {other} at {spot}|A {age}-year-old {victim} was shot dead by {actor} in {coined}, {place}"
    ).split("|"),
    "Protests": (
        "{crowd} gathered in front of {target} in {place} to protest against {grievance}|{crowd} held a sit-in at {spot} over {grievance}|"
        "{crowd} marched from {coined} to the {side} part of {place}, demanding action on {grievance}|About {crowdsize} {crowdlow} demonstrated in {place} over {grievance}|"
        "{crowd} blocked the {place}-{near} road for {n} hours in protest at {grievance}|Led by {person}, {crowdlow} rallied at {spot} against {grievance} and {grievance}"
    ).split("|"),
    "Riots": (
        "A mob set fire to {target} in {spot} over {grievance}|Youths from {place} and {near} fought with {weapon} over {grievance}|"
        "{crowd} threw stones at {actor} in {spot}, who fired tear gas|Supporters of {person} and of {person} clashed at {spot}|"
        "A crowd beat {person}, a {age}-year-old {victim} accused of stealing {property}, in {place}|{crowd} burned tyres and looted {property} at {spot} over {grievance}"
    ).split("|"),
    "Strategic developments": (
        "{actor} and {other} agreed on {deal} in {place}, mediated by {person}|{actor} arrested {n} people, among them {person} ({role}), in {spot}|"
        "{actor} withdrew from {spot} and moved {n} vehicles to {near}|{actor} set up a base at {coined}, {km} km {bearing} of {place}|"
        "{actor} seized {n} homes of {people} and {property} in {place}|Engineers of {actor} cleared {n} mines near {coined}, {place}|"
        "{actor} imposed a curfew in {place} and {near} after {grievance}|{n} fighters of {other} under {person} surrendered to {actor} in {place}|"
        "{actor} looted {property} and burned {target} in {spot}"
    ).split("|"),
}
"""What happened, by event type."""

OPEN = (
    "{free}|{free}|{free}|{free}|{free}, {free}|{outletcap} said that {free}|{free} {link} {coined}, and {free}|{person} said {free}|"
    "{free} {link} {near}|{free}; {free}|{n} {people} {did} {spot} {link} {such} {thing}|{person}, {such} {role} of {coined}, {did} {n} {people}"
).split("|")
"""What a note may tell in open words."""

MORE = (
    "{numeral} {people} were killed and {n} wounded|One {victim} was killed and {numeral} others injured|No casualties were reported|"
    "Casualties are unknown|{other} claimed to have killed {n} {people}; {actor} acknowledged {n}|{person}, a {role}, was among the dead|"
    "{numeral} houses in {coined} were destroyed and {property} burned|The attack came {n} days after a similar one in {near}|{n} families fled towards {near}|"
    "{outletcap} said that {n} {people} were taken to hospital in {near}|{actor} sent reinforcements from {near}|{vehiclecap} and {property} were taken|"
    "The motive is not known|{outletcap} put the toll at {n} dead, {outlet} at {n}|Among the injured were a {age}-year-old {victim} and {person}|"
    "The road between {place} and {near} was closed {when}|{person} of {coined} confirmed the incident|{other} denied involvement|"
    "{weaponcap} and {n} magazines were found at {coined}|Shelling {adverb} continued {when}|Police arrested {n} suspects, including {person}|"
    "The {people} came from {coined} and {near}|{actor} lost {vehicle} and {n} {people}, {outlet} said|Control of {coined} remains unclear|[size=around {crowdsize}]|[size=no report]"
).split("|")
"""What a note may add."""

OPENINGS = ("On {date}, {s}", "On {date}, {when}, {s}", "{s} on {date}", "{s}", "{s} ({outlet})", "According to {outlet}, {s}", "On {date} {s}, {outlet} said", "Around {date}, {s}")
FREE = (
    "the {such} {thing} {did} {such} {people}|{such} {people} {did} {coined} {link} the {thing}|a {thing} of {coined} {did} {n} {people}|"
    "{people} {did} the {such} {thing} and {did} its {thing}|{person} {did} the {thing} {link} a {such} {thing}|{adverb}, {people} {did} {coined}|"
    "the {role} {did} a {such} {thing} {link} {n} {people}|{n} {such} {people} {did} and {did} the {thing}|{person} {did} {coined} {link} the {such} {thing}|"
    "{such} {thing} {link} {coined} {did} {person}|{role} {person} of {coined} {did} {such} {people}|{coined} and {coined} {did} {such} {people}|"
    "{n} {people} of {coined} {quarter} {did} {such} {thing}|{people} {link} {coined} {did} {person}"
).split("|")
"""Small clauses of open words; they say little, and are as hard to compress as what coders write."""

OPEN_SHARE = 0.95
"""How often a note is told with such clauses between: tuned, see above."""
# fmt: on

_SLOT = re.compile(r"\{(\w+)\}")


class Notes:
    """Write notes, the same for the same seed and the same calls.

    >>> a, b = Notes(1), Notes(1)
    >>> event = dict(kind="Riots", place="A", near="B", admin1="C", actor="D", other="E")
    >>> event |= dict(day=3, month=5, year=2020)
    >>> a.note(200, **event) == b.note(200, **event), a.note(200, **event) == b.note(300, **event)
    (True, False)
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random
        self._event: dict[str, object] = {}
        self._parsed: dict[str, list] = {}
        self._slots = {name: partial(self._word, words) for name, words in WORDS.items()} | {
            "n": lambda: str(2 + int(self._random() ** 4 * 90)),
            "age": lambda: str(9 + int(self._random() * 70)),
            "km": lambda: str(1 + int(self._random() ** 2 * 60)),
            "hour": lambda: f"{int(self._random() * 24):02}:{int(self._random() * 12) * 5:02}",
            "person": self._person,
            "crowdlow": lambda: self._pick(WORDS["crowd"]).lower(),
            "coined": self._coined,
            "spot": self._spot,
            "date": self._date,
            "free": partial(self._word, FREE),
            "s": lambda: self._word(EVENTS[str(self._event["kind"])]),
        }
        for name in ("outlet", "vehicle", "weapon"):
            self._slots[f"{name}cap"] = partial(self._capital, WORDS[name])

    def note(self, length: int, **event: object) -> str:
        """Give whole sentences of about ``length`` characters about an event."""
        self._event = event
        text = self._sentence(self._pick(OPENINGS))
        while len(text) < length - 44:
            more = OPEN if self._random() < OPEN_SHARE else MORE
            text += f" {self._sentence(self._pick(more))}"
        return text

    def _sentence(self, template: str) -> str:
        said = self._fill(template)
        return said if said[0] == "[" else f"{said[0].upper()}{said[1:]}."

    def _pick(self, words):
        return words[int(self._random() * len(words))]

    def _word(self, words) -> str:
        word = words[int(self._random() * len(words))]
        return self._fill(word) if "{" in word else word

    def _capital(self, words) -> str:
        word = self._word(words)
        return word[0].upper() + word[1:]

    def _fill(self, template: str) -> str:
        parts = self._parsed.get(template)
        if parts is None:
            parts = _SLOT.split(template)
            # Slots that the event fills itself stay names.
            parts[1::2] = [self._slots.get(name, name) for name in parts[1::2]]
            self._parsed[template] = parts
        out = parts[:]
        for at in range(1, len(parts), 2):
            slot = parts[at]
            out[at] = str(self._event[slot]) if isinstance(slot, str) else slot()
        return "".join(out)

    def _date(self) -> str:
        event = self._event
        day = f"{event['day']} {MONTHS[event['month'] - 1]}"
        return f"{day} {event['year']}" if self._random() < 0.4 else day

    def _person(self) -> str:
        known = self._random() < 0.4
        family = self._pick(WORDS["family"]) if known else self._coined()
        return f"{self._pick(WORDS['given'])} {family}"

    def _coined(self) -> str:
        """Give the name of a street, quarter or hamlet that no list has."""
        name = "".join(self._pick(SYLLABLES) for _ in range(2 + int(self._random() * 3)))
        return self._pick(LEADS) + name.capitalize()

    def _spot(self) -> str:
        """Give a place as a note does: the town, its part, its distance from another."""
        return self._fill(self._pick(SPOTS))


def bytes_per_character(notes, compress) -> float:
    """Give compressed bytes per character over blocks of 1024 notes; a last, partial one counts."""
    written = characters = 0
    for start in range(0, len(notes), BLOCK):
        block = "\n".join(notes[start : start + BLOCK])
        characters += len(block)
        written += len(compress(block.encode()))
    return written / max(1, characters)
