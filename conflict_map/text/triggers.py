"""Finds the words that report an event and says of what type; the table below is the rule book.

Types are ACLED's words (codebook 2023) with PLOVER's beside them; knows no places and no dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from conflict_map.text.spans import before
from conflict_map.vocabulary import SUB_EVENT_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word or phrase that reports an event; offsets in the sentence, half-open."""

    start: int
    end: int
    text: str
    event_type: str | None
    """ACLED's event type; None for talk, which ACLED does not code."""
    sub_event_type: str | None
    plover_type: str
    weight: float
    """How specific the word is: 4 narrows another word, 3 names the event, 2 an action, 1 a general word."""


# weight | sub-event type (ACLED; "-" = outside ACLED) | PLOVER | pattern (case-insensitive, whole words)
_RULES: Final = r"""
4 | Suicide bomb | ASSAULT | suicide (?:car |truck |vest )?(?:bomb\w*|attack\w*|blast\w*|vehicle\w*)|(?:blew|blow|blown|blowing) (?:himself|herself|themselves) up|SVBIEDs?
4 | Chemical weapon | ASSAULT | (?:chemical|chlorine|sarin|mustard gas|(?:white )?phosphorus|toxic gas|poison gas|nerve agent)s? (?:attacks?|bombs?|weapons? (?:attacks?|used?|were used)|shells?|munitions?|gas|rockets?|missiles?)|(?:toxic|poisonous|chlorine) gas|(?:use|used|using|dropped|fired) (?:of )?(?:\w+ ){0,3}(?:chemical weapons|chlorine|sarin|white phosphorus|poison gas|chemical munitions)
4 | Grenade | ASSAULT | (?:hand[- ])?grenades? (?:was |were |is )?(?:thrown|attack\w*|explo\w+|lobbed|hurled|tossed|blast\w*)|(?:threw|hurled|lobbed|tossed|throws?|hurling|throwing) (?:a |an |two |several |hand ){0,3}grenades?
3 | Remote explosive/landmine/IED | ASSAULT | (?:car|roadside|truck|motorcycle|vehicle|improvised|planted|remote[- ]controlled|parcel|sticky|magnetic) (?:bomb\w*|explosi\w+|device\w*)|land ?mines?|landmines?|IEDs?|VBIEDs?|booby[- ]trap\w*|(?:bomb|explosive device|mine|UXO|unexploded ordnance|remnants?) (?:that )?(?:had )?(?:explo\w+|detonat\w+|went off|blasts?)|bomb blasts?|bomb explosions?|detonat(?:ed|es|ing|ion) (?:of )?(?:a |an )?(?:bomb|explosives?|device|mine|IED)
3 | Air/drone strike | ASSAULT | air[- ]?(?:strike|raid|attack|assault|bombardment|bombing|sortie)s?|aerial (?:bomb\w+|strikes?|attacks?|raids?)|drone[- ](?:strike|attack|raid)s?|(?:kamikaze|suicide|FPV|attack|explosive|armed|Shahed) drones?|barrel[- ]bomb\w*|(?:war)?planes? (?:\w+ )?(?:bomb\w*|struck|hit|targeted|attacked|pounded|raided|launched|carried out|conducted|dropped)|(?:jets?|helicopters?|warplanes?|aircraft|gunships?) (?:\w+ ){0,2}(?:bomb\w*|struck|strikes?|hit|targeted|attacked|pounded|raided|shelled|fired|dropped)|drones? (?:(?!for )\w+ ){0,3}(?:struck|strikes?|hit|targeted|attacked|attacks?|killed|wounded|destroyed|crashed into|dropped|bombed|explo\w+)|(?:drones?|UAVs?)\b.{0,90}\b(?:(?:have|has|had) been|were|was|are|being) used (?:\w+ ){0,2}(?:to|for|in|against) (?:\w+ ){0,3}(?:target|strike|attack|hit|bomb)\w*|(?:dropped|dropping) (?:\w+ ){0,3}(?:bombs?|munitions?|explosives?)|glide bombs?|guided bombs?|(?:drones?|UAVs?)\b.{0,90}\bused against|debris (?:\w+ ){0,4}(?:fell|landed|hit|crashed)|aerial bombs?
3 | Shelling/artillery/missile attack | ASSAULT | shell(?:ed|ing|ings|s)\b(?! compan| out)|artillery (?:fire|shells?|strikes?|attacks?|bombardment|exchanges?|duels?)|mortars? (?:fire|shells?|rounds?|attacks?|strikes?|fell|landed|hit)|(?:ballistic |cruise |guided |anti-tank )?missiles? (?:strikes?|attacks?|fire|hits?|struck|landed|barrage|salvo\w*|launch\w*|was fired|were fired|fired)|rocket (?:fire|attacks?|strikes?|barrage|salvo\w*|launch\w*)|rockets? (?:\w+ ){0,2}(?:hit|struck|landed|fell|fired|launched)|(?:fired|launched|firing|launching|fires|launches) (?:\w+[- ]){0,5}(?:salvo(?:es|s)?|barrages?|rockets?|missiles?|mortars?|shells?|artillery|projectiles?)|bombard(?:ed|ing|ment|ments|s)?|(?:came|come|coming) under (?:\w+ )?(?:shell\w*|artillery|mortar|rocket) ?(?:fire|attack)?|tank fire|cluster munitions?|(?:projectiles?|rockets?|missiles?|shells?|munitions?) (?:\w+ ){0,3}(?:landed|fell|hit|struck|slammed|crashed|exploded|impacted|wrecked|destroyed)|missiles,? (?:shells|rockets|artillery)
2 | Air/drone strike | ASSAULT | bomb(?:ed|ing|ings|s)\b(?! squad)|raids? (?:hit|struck|targeted|killed)|strikes? (?:\w+ )?(?:hit|killed|targeted|on|against|near|in|at|destroyed|wounded|by)\b|(?:carried|carrying|carry) out (?:\w+ ){0,3}strikes?|Army [Ss]trikes
2 | Shelling/artillery/missile attack | ASSAULT | pounded|pounding
2 | Remote explosive/landmine/IED | ASSAULT | explosions?|explod(?:ed|es|ing)|blasts?\b|bl(?:ew|own|owing|ow) up\b|detonated|detonations?
3 | Abduction/forced disappearance | ASSAULT | abduct\w*|kidnap\w*|hostages? (?:was |were )?taken|(?:took|taken|taking) (?:\w+ )?hostages?|forced disappearance\w*|forcibly disappeared
4 | Sexual violence | ASSAULT | rap(?:ed|es|ing)\b|gang[- ]rape\w*|rapes?\b(?= (?:of|and|by|was|were))|sexual (?:violence|assault\w*|abuse)|sexually assault\w*
3 | Non-state actor overtakes territory | ASSAULT | (?:rebels?|insurgents?|militants?|militia\w*|jihadists?|factions?|opposition|fighters|gunmen|gangs?|RSF|Rapid Support Forces|M23|HTS|Taliban|al[- ]Shabaab|Houthis?|Arakan Army|TNLA|MNDAA|KNLA|PDF|ISIS|IS|ISIL|ISWAP|JNIM) .{0,60}?(?:captur\w+|seiz\w+|overr[au]n\w*|t(?:ook|aken|aking|ake) (?:full )?control (?:of|over)|(?:took|taken) over|stormed into)(?! (?:weapons|vehicles|ammunition|equipment|drones?|arms|\w+ (?:soldiers|troops|weapons|vehicles)))
3 | Government regains territory | ASSAULT | (?:recaptur|retak|retook|regain|reclaim|recover)\w* (?:\w+ ){0,3}(?:control (?:of|over)|town|village|city|area|district|territory|positions?|neighbou?rhoods?|localities|settlements?|hills?|base|airport)|recovery of control|retook|retak(?:en|ing|e|es)|recaptur(?:ed|es|ing|e)|freed (?:\w+ ){0,3}(?:villages?|towns?|areas?|city)|establish\w* control over|liberat(?:ed|es|ing|ion of)|(?:took|take|taken|taking|takes|win|won|winning) back (?:\w+ ){0,5}(?:town|village|city|area|district|territory|positions?|localit\w+|control|[A-Z]\w+|number of|several|parts?)|wrest\w* (?:back )?control|regain(?:ed|s|ing)? control
2 | Armed clash | ASSAULT | captur(?:ed|es|ing|e)\b(?= (?:the )?(?:town|village|city|district|area|hill|base|airport|strategic|key|settlement|[A-Z]))|seiz(?:ed|es|ing|ure of)\b(?= (?:control|the (?:town|village|city|base|airport|district)|[A-Z]))|(?:took|taken|taking|takes) (?:full |partial )?control (?:of|over)|over[- ]?ra?n|fell to|fall of
3 | Armed clash | ASSAULT | clash(?:es|ed|ing)?|fired (?:\w+ ){0,5}(?:on|at|towards?) (?:the )?(?:positions?|troops|soldiers|forces|checkpoints?|posts?)|(?:heavy |fierce |intense |armed |ground |street |ongoing |renewed ){0,4}fight(?:ing|s)\b(?! for (?:justice|rights|equality))|fought (?:\w+ ){0,2}(?:with|against|off|over|for|in|near)|fire ?fights?|gun ?battles?|gun ?fights?|shoot-?outs?|exchang(?:e|ed|es|ing) (?:of )?(?:gun|heavy )?fire|battl(?:ed|es|ing|e for|e of|e in|e with)\b|skirmish\w*|ambush\w*|(?:repell?ed|repuls\w+|thwarted|foiled|beat back|fended off) (?:\w+ ){0,4}(?:attack|assault|offensive|advance|incursion|attempt|assaults|attacks)s?|counter[- ]?(?:attack|offensive)\w*|storm(?:ed|ing)\b(?! clouds?| surge)|ground (?:assault|offensive|operation|attack|invasion)s?|offensive (?:operations?|against|in|on|launched)|launched (?:an? |its |their |the )?(?:\w+ ){0,3}(?:offensive|assault|operation|attack|incursion)s?|infiltrat\w+ attempt\w*|operations? against|military operations?|(?:consolidat|conduct|carr)\w* (?:out )?(?:\w+ ){0,2}operations?|stormed|assaulted|besieg\w*|encircl\w*|incursions?
2 | Armed clash | ASSAULT | advanc(?:ed|es|ing)\b(?= (?:\w+ly )?(?:towards?|to|on|into|in|near|along|from|against|north|south|east|west|deeper|further))|(?:push(?:ed|es|ing)?|drove|driving|driven) (?:back|into|towards?|out|deeper|forward|off)|gain(?:ed|ing|s) ground|collapse(?:d|s)? (?:within|among|of|in) (?:\w+ ){0,3}(?:ranks|lines|defen[cs]es?|positions|forces)|halt(?:ed|ing)? the advance|(?:troops|army|forces|fighters|rebels|soldiers|militants|column|convoy|units?|tanks|militia|allies|militiamen)\b[^.;]{0,80}?\b(?:mov(?:ed|es|ing)|push(?:ed|es|ing)|march(?:ed|es|ing)|head(?:ed|s|ing)|roll(?:ed|ing)|clos(?:ed|ing) in|advanc(?:ed|es|ing)|cross(?:ed|ing)) (?:\w+ ){0,2}?(?:towards?|on|into|across|in the direction of|for)|(?:lines?|defen[cs]es?|ranks|positions|front) (?:\w+ ){0,3}(?:giv(?:ing|en|e) way|gave way|crumbl\w+|collaps\w+|fell apart)|front ?lines? (?:moved|shifted|collapsed|broke)|broke through|breakthrough|(?:engaged|engaging) (?:\w+ ){0,3}(?:fighters|militants|forces|troops|rebels|gunmen)|intensified (?:their |its )?attacks|neutrali[sz]ed|snip(?:ed|ing)|sniper fire|exchange of fire|gunfire|hit-and-run
2 | Attack | ASSAULT | (?:massacr|execut|behead|assassinat|lynch|tortur|murder|slaughter)\w*(?! (?:director|order|branch|committee|council|board|producer))|shot (?:dead|and (?:killed|wounded|injured)|at|to death|him|her|them|by)|(?:gunmen|militants|assailants|attackers|soldiers|troops|police|settlers|men|militiamen|bandits|gang members|fighters|forces|rebels|herders|insurgents|militia|armed men) (?:\w+ ){0,4}(?:killed|shot|attacked|stabbed|beat|opened fire|hacked|murdered|raided|burned|torched)|(?:opened|opening|opens) fire|stabb(?:ed|ing)s?|hacked to death|found (?:dead|hanged|with gunshot)|(?:beat|beaten|beating)(?: up| to death| by|s)|(?:ram|car|knife|vehicle)(?:ming)?[- ]attacks?|mass (?:grave|shooting|killing)s?|(?:attack|raid|assault)(?:ed)? (?:on |against )?(?:\w+ ){0,3}(?:villagers?|civilians?|residents|farmers|worshippers|the village|villages|camps?|convoy|church|mosque|school|hospital|clinic|market|journalists?|aid workers?)|targeted killings?|attempted to (?:kill|assassinate)
4 | Protest with intervention | PROTEST | (?:police|forces|troops|officers|security) (?:\w+ ){0,4}(?:dispers\w+|fired tear gas|used (?:tear gas|water cannon|batons)|broke up)\b.{0,80}?\b(?:protest\w*|demonstrat\w*|crowds?|rall\w+|march\w*|sit-in)|(?:protest\w*|demonstrat\w*|rall\w+|march\w*) .{0,60}(?:dispersed|tear gas|water cannon)
4 | Excessive force against protesters | PROTEST | (?:opened fire|fired live|live (?:fire|ammunition|rounds)|shot) .{0,40}(?:protest\w*|demonstrat\w*|crowd)|(?:protest\w*|demonstrat\w*) .{0,40}(?:shot dead|were killed|was killed|were shot|was shot)
4 | Violent demonstration | PROTEST | riot(?:s|ed|ing|ers?)?\b(?! police)|violent (?:protest|demonstration)s?|(?:protest\w*|demonstrat\w*|crowds?|youths?|students?|strikers?) .{0,50}(?:threw|hurled|pelted|damaged|burned|torched|set fire|set ablaze|vandali[sz]ed|burning tyres|burned tires|barricad\w+|ransacked|clashed with (?:the )?(?:police|security|riot))
3 | Mob violence | ASSAULT | (?:angry )?mob\b|lynch\w*|vigilant\w+|inter-?communal (?:violence|clashes|fighting)|communal (?:violence|clashes|fighting)|(?:rival )?(?:groups|communities|villagers|students|supporters) (?:\w+ )?(?:clashed|fought)
3 | Peaceful protest | PROTEST | protest(?:s|ed|ing|ers?)?\b(?! the innocence| note)|demonstrat(?:ed|ion|ions|ors?|ing)\b(?! (?:that|how|its|their|the|a)\b)|(?:staged|held|organi[sz]ed|took part in|joined|hold|stage) (?:an? |the )?(?:\w+ ){0,3}(?:rall(?:y|ies)|march(?:es)?|sit-?ins?|strike|protest\w*|demonstration\w*|vigil)|sit-?ins?|rall(?:y|ied|ies)\b(?! (?:behind|car|driver|in (?:stocks|shares)))|took to the streets|gathered (?:\w+ ){0,8}?(?:to (?:demand|protest|denounce|call)|demanding|in protest)|(?:general|hunger) strikes?|on strike|went on strike|marched|picket\w*|blockaded|blocked (?:the |a |main ){0,3}(?:road|highway|street|traffic)s?
3 | Arrests | COERCE | arrest(?:ed|s|ing)?\b|detain(?:ed|s|ing)?\b|round(?:ed|ing) up|took into custody|captur(?:ed|ing) (?:\w+ ){0,3}(?:suspects?|members?|commander|leader)
4 | Disrupted weapons use | COERCE | (?:shot|shooting|shoot|brought) down|intercept(?:ed|ion|ions|ing|s)?\b|defus(?:ed|ing|e)\b|(?:seiz|confiscat|discover|uncover|found|dismantl)\w* (?:\w+ ){0,5}(?:weapons?|arms|ammunition|explosives?|cache\w*|IEDs?|explosive devices?|mines)\b|(?:weapons?|arms|ammunition|explosives?|explosive devices?|cache|mines|grenades|firearms) (?:\w+ ){0,6}?(?:was|were|has been|have been) (?:\w+ )?(?:found|discovered|seized|defused|uncovered|confiscated)|weapons? cache\w*|demin(?:ed|ing)|neutrali[sz]ed (?:an? |two )?(?:IED|mine|bomb|explosive)|controlled (?:explosion|detonation)
3 | Looting/property destruction | COERCE | loot(?:ed|ing|s|ers)?\b|pillag\w*|(?:set|setting) (?:\w+ ){0,4}(?:on fire|fire to|ablaze)|torch(?:ed|ing)\b|burn(?:ed|t|ing) (?:down )?(?:\w+ ){0,3}(?:houses?|homes?|village|shops?|cars?|vehicles?|crops|tents?)|arson|demolish\w*|ransack\w*|vandali[sz]\w*|bulldoz\w*|steal\w* (?:\w+ ){0,2}(?:cattle|livestock|aid)
3 | Change to group/activity | MOBILIZE | (?:sign(?:ed|ing)? up|volunteer(?:ed|ing)) (?:with|to fight|for|as) (?:\w+ ){0,3}(?:army|forces|militia|military|volunteers?|fighters?)?|(?:join(?:ed|s|ing)?|enlist(?:ed|s|ing)?(?: in)?|defect(?:ed|s|ing|ion)? (?:to|from)|recruit(?:ed|s|ing)?) (?:\w+ ){0,4}(?:army|forces|militia|ranks|brigade|group|military|rebels?|front|movement|battalion|units?|service|fight\w*|Army|Forces)|mobili[sz](?:ed|ation|es|ing)\b|deploy(?:ed|s|ment|ments|ing)\b(?= (?:of )?(?:\w+[- ]){0,4}(?:troops|soldiers|forces|reinforcements|tanks|units|fighters|police|vessel|warships?|carrier|artillery|battalions?|in|to|along|near|at))|reinforcements?|amass(?:ed|ing)|(?:formed|formation of|announced the formation) (?:\w+ ){0,4}(?:group|militia|coalition|alliance|brigade|front)
3 | Headquarters or base established | MOBILIZE | (?:establish|set up|open|build|construct|creat)\w* (?:\w+ ){0,4}(?:military |new )?(?:posts?|points?|bases?|headquarters|outposts?|checkpoints?|observation posts?)
3 | Non-violent transfer of territory | RETREAT | (?:was|were|been|recently) handed over (?:by|to)|handover of|withdr(?:ew|awn?|awal|awals|awing|aws)\b(?= (?:\w+ ){0,4}?(?:from|to|troops|forces|its|their|of|towards?))|pull(?:ed|ing|s)? (?:back|out)|hand(?:ed|ing|s)? over (?:\w+ ){0,4}(?:control|base|town|village|area|city|territory)|retreat(?:ed|s|ing)?\b|surrender(?:ed|s|ing)?\b|abandon(?:ed|ing)? (?:\w+ ){0,3}(?:positions?|bases?|posts?|checkpoints?|town|village)|evacuat(?:ed|es|ing|ion) (?:\w+ ){0,3}(?:positions?|base|troops|fighters|of fighters)
3 | Agreement | AGREE | (?:sign|reach|agree|conclud|broker|announc|declar|settl)\w* (?:on |to |upon )?(?:[\w-]+ ){0,3}(?:cease-?fire|truce|peace (?:deal|agreement|accord)|armistice|prisoner (?:exchange|swap))|cease-?fire (?:came into|took|went into|begins?|began|entered|agreement|deal|was|came)|truce (?:began|took|came|was|between)|prisoner (?:exchange|swap)s?|exchang(?:ed|e of|ing) (?:\w+ )?prisoners|peace agreement
2 | Other | COERCE | (?:communications?|signals?|GPS|electronic) (?:interference|jamming|disruption)|jamm(?:ed|ing)\b|curfews?|state of emergency|martial law|blockade[sd]?|displac(?:ed|es|ing)\b(?! (?:famil(?:y|ies)|people|persons?|residents|civilians|children|women))|displacement of|fled\b|(?:forced|forcing) (?:\w+ ){0,4}(?:to flee|from their homes)|besieged
1 | Attack | ASSAULT | kill(?:ed|s|ing|ings)?\b|slain|(?:was|were|been|are|is) (?:wounded|injured|shot|stabbed)|wound(?:ed|ing|s)|injur(?:e|es|ed|ing)|shot\b(?! (?:up|down|put))|casualties|deaths?\b(?! (?:penalty|row|sentence|certificate))|dead\b(?! sea| line| end)
1 | Armed clash | ASSAULT | attack(?:ed|s|ing)?\b(?! (?:missions?|aircraft|capabilit\w+|helicopters?|drones?))|raid(?:ed|s|ing)?\b|assault(?:s|ed|ing)?\b(?! rifles?)|offensives?|battles?\b|hostilities|struck\b|strik(?:es|ing)\b(?! (?:workers|miners|teachers))|(?<!the )(?<!these )(?<!those )destroy(?:ed|s|ing)\b|wreck(?:ed|ing)|level(?:l)?ed|flattened|gutted|ravaged|targeted\b|combat\b|violence\b|insurgenc\w+|war\b(?! crimes?| memorial| veteran| of words)|captured|seized|fired (?:on|at|upon)
1 | - | CONSULT | held (?:an? |the )?(?:\w+ ){0,3}(?:talks?|conversation|meeting|call|summit|consultations?)|(?:phone|telephone) (?:call|conversation)|met (?:with|in|on)|talks (?:with|between|in|on)|spoken? (?:by (?:phone|telephone)|with|on the phone)|spoke (?:by (?:phone|telephone)|with)|visit(?:ed|s|ing)?\b|summit|negotiat\w+
1 | - | AGREE | agreements?|accords?|settled on|treat(?:y|ies)|memorandum|pledged
1 | - | ACCUSE | accus(?:ed|es|ing)|condemn(?:ed|s|ing)|denounc(?:ed|es|ing)|blam(?:ed|es|ing)|alleg(?:ed|es|ing)|attribut(?:ed|es|ing) (?:this|the|it)|criticis(?:ed|es)|criticiz(?:ed|es)|investigat\w+
1 | - | THREATEN | threaten(?:ed|s|ing)?|warn(?:ed|s|ing)?\b|vow(?:ed|s|ing)? to|ultimatum
1 | - | REQUEST | call(?:ed|s|ing)? (?:for|on)|urg(?:ed|es|ing)|appeal(?:ed|s|ing)? (?:for|to)|demand(?:ed|s|ing)?\b
1 | - | REJECT | reject(?:ed|s|ing)|refus(?:ed|es|ing)|den(?:ied|ies|ying)\b
1 | - | AID | (?:humanitarian|food|medical) (?:aid|assistance|convoy|supplies)|aid convoy
1 | - | SANCTION | sanction(?:ed|s|ing)?\b|embargo
"""


def _compiled() -> tuple[tuple[re.Pattern[str], str | None, str, float], ...]:
    rules = []
    for line in _RULES.strip().splitlines():
        weight, sub, plover, pattern = (part.strip() for part in line.split(" | ", 3))
        # (?<!anti-): "anti-war" is not war.
        rules.append(
            (
                re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", re.IGNORECASE),
                None if sub == "-" else sub,
                plover,
                float(weight),
            )
        )
    return tuple(rules)


_COMPILED: Final = _compiled()

# "and" ends the reach of these: who "stopped lorries and abducted drivers" did abduct.
_NOT_REPORTED: Final = re.compile(
    r"\b(?:no|not|never|nobody|no one|none|n't|n’t|without|denied|denies|deny|fail(?:ed|s|ing)? to|unable to|prevent(?:ed|s|ing)?|"
    r"did not|has not|have not|avoid(?:ed|s|ing)?|end(?:ed|ing)?|stop(?:ped|ping)?|calm after|truce in)\s+(?:(?!and\b|but\b)\w+\s+){0,3}$",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(
    r"\b(?:would|will|could|may|might|should|plan(?:s|ned|ning)?|planning|intend(?:s|ed)?|prepar(?:e|es|ed|ing)|"
    r"aim(?:s|ed|ing)?|seek(?:s|ing)?|vow(?:s|ed)?|threaten(?:s|ed|ing)?|goal of|hop(?:e|es|ed|ing)|weigh(?:s|ed|ing)?|consider(?:s|ed|ing)?|discuss(?:es|ed|ing)?|"
    r"ready|call(?:s|ed|ing)? (?:for|on)|possible|potential|risk of|fears? of|warn(?:s|ed|ing)? of|in case of|"
    r"if|attempt(?:s|ed|ing)? to|in order|designed|about to|expected|called an?|scheduled|due to|said to be|is to|are to|reports? of an?)\s+(?:(?!and\b|but\b)\w+\s+){0,4}$",
    re.IGNORECASE,
)
_INFINITIVE: Final = re.compile(
    r"(?<!continued )(?<!continue )(?<!began )(?<!begun )(?<!managed )(?<!forced )(?<!started )(?<!forcing )(?<!used )"
    r"(?<!able )(?<!proceeded )\bto\s+$",
    re.IGNORECASE,
)
"""A bare infinitive is a purpose ("an offensive to retake the port"), not a deed."""
_NOT_DONE: Final = re.compile(
    r"(?:\b(?:not|never|would|will|could|might|may|unable to|(?:fail|tri|try|plan|threaten|vow|attempt|prepar|hop)\w* to)|n['’]t)"
    r"(?:\s+[\w’'-]{1,40}){1,3}$",
    re.IGNORECASE,
)
"""A negation or a plan inside a rule's own words ("rebels had not captured"), just before the deed."""
_BACKGROUND: Final = re.compile(
    r"\b(?:anniversary of|history of|since the (?:start|beginning|outbreak) of|years? of|decade of|"
    r"commemorat\w+|remember\w*|in response to (?:the )?(?:\w+ )?)(?:\s+\w+){0,2}\s*$",
    re.IGNORECASE,
)


def find_triggers(sentence: str) -> tuple[Trigger, ...]:
    """Find what a sentence reports, the most specific first; plans and negations are left out.

    >>> [t.sub_event_type for t in find_triggers("Artillery fire hit the town.")]
    ['Shelling/artillery/missile attack']
    >>> find_triggers("They plan to attack. There were no clashes.")
    ()
    >>> [t.sub_event_type for t in find_triggers("They stopped cars and abducted two men.")]
    ['Abduction/forced disappearance']
    """
    found: list[Trigger] = []
    for pattern, sub, plover, weight in _COMPILED:
        for m in pattern.finditer(sentence):
            left = before(sentence, m.start())
            if any(p.search(left) for p in (_NOT_REPORTED, _PLANNED, _BACKGROUND, _INFINITIVE)):
                continue
            if sub and _NOT_DONE.search(m.group()):
                continue
            found.append(
                Trigger(
                    start=m.start(),
                    end=m.end(),
                    text=m.group(),
                    event_type=SUB_EVENT_TYPES[sub] if sub else None,
                    sub_event_type=sub,
                    plover_type=plover,
                    weight=weight,
                )
            )
    return tuple(sorted(found, key=lambda t: (-t.weight, t.start, -(t.end - t.start))))
