"""FIPS 10-4 and three-letter country codes as ISO 3166-1 alpha-2; knows no names and no places."""

from __future__ import annotations

from typing import Final

_DIFFERENT: Final = dict(
    pair.split("=")
    for pair in (
        "AN=AD AC=AG AV=AI AY=AQ AQ=AS AU=AT AS=AU AA=AW AJ=AZ BK=BA BG=BD UV=BF BU=BG BA=BH BY=BI "
        "BN=BJ TB=BL BD=BM BX=BN BL=BO BF=BS BC=BW BO=BY BH=BZ CK=CC CG=CD CT=CF CF=CG SZ=CH IV=CI "
        "CW=CK CI=CL CH=CN CS=CR UC=CW KT=CX EZ=CZ GM=DE DA=DK DO=DM DR=DO AG=DZ EN=EE WI=EH SP=ES "
        "GB=GA UK=GB GJ=GD GG=GE FG=GF GK=GG GA=GM GV=GN EK=GQ SX=GS GQ=GU PU=GW HO=HN HA=HT EI=IE "
        "IS=IL IZ=IQ IC=IS JA=JP CB=KH KR=KI CN=KM SC=KN KN=KP KS=KR KV=XK KU=KW CJ=KY LE=LB ST=LC "
        "LS=LI CE=LK LI=LR LT=LS LH=LT LG=LV MO=MA MN=MC MJ=ME RN=MF MA=MG RM=MH BM=MM MG=MN MC=MO "
        "CQ=MP MB=MQ MH=MS MP=MU MI=MW WA=NA NG=NE NI=NG NU=NI NE=NU MU=OM PM=PA FP=PF PP=PG RP=PH "
        "SB=PM PC=PN RQ=PR WE=PS GZ=PS PO=PT PS=PW PA=PY RI=RS RB=RS RS=RU BP=SB SE=SC SU=SD OD=SS "
        "SW=SE SN=SG SV=SJ LO=SK SG=SN NS=SR TP=ST ES=SV NN=SX WZ=SZ TK=TC CD=TD FS=TF TO=TG TI=TJ "
        "TL=TK TT=TL TX=TM TS=TN TN=TO TU=TR TD=TT UP=UA VT=VA VI=VG VQ=VI VM=VN NH=VU YM=YE MF=YT "
        "SF=ZA ZA=ZM ZI=ZW"
    ).split()
)
"""Where FIPS 10-4 differs from ISO 3166-1 alpha-2 (GeoNames' countryInfo, CC BY 4.0), and GZ and
RB, which GDELT still writes for Gaza and Serbia."""
_SAME: Final = frozenset(
    (
        "AE AF AL AM AO AR BB BE BR BT BV CA CM CO CU CV CY DJ EC EG ER ET FI FJ FK FM "
        "FO FR GH GI GL GP GR GT GY HK HM HR HU ID IM IN IO IR IT JE JM JO KE KG KZ LA "
        "LU LY MD MK ML MR MT MV MX MY MZ NC NF NL NO NP NR NZ PE PK PL QA RE RO RW SA "
        "SH SI SL SM SO SY TH TV TW TZ UG US UY UZ VC VE WF WS"
    ).split()
)
_ALPHA_3: Final = dict(
    pair.split("=")
    for pair in (
        "AND=AD ARE=AE AFG=AF ATG=AG AIA=AI ALB=AL ARM=AM AGO=AO ATA=AQ ARG=AR ASM=AS AUT=AT "
        "AUS=AU ABW=AW ALA=AX AZE=AZ BIH=BA BRB=BB BGD=BD BEL=BE BFA=BF BGR=BG BHR=BH BDI=BI "
        "BEN=BJ BLM=BL BMU=BM BRN=BN BOL=BO BES=BQ BRA=BR BHS=BS BTN=BT BVT=BV BWA=BW BLR=BY "
        "BLZ=BZ CAN=CA CCK=CC COD=CD CAF=CF COG=CG CHE=CH CIV=CI COK=CK CHL=CL CMR=CM CHN=CN "
        "COL=CO CRI=CR CUB=CU CPV=CV CUW=CW CXR=CX CYP=CY CZE=CZ DEU=DE DJI=DJ DNK=DK DMA=DM "
        "DOM=DO DZA=DZ ECU=EC EST=EE EGY=EG ESH=EH ERI=ER ESP=ES ETH=ET FIN=FI FJI=FJ FLK=FK "
        "FSM=FM FRO=FO FRA=FR GAB=GA GBR=GB GRD=GD GEO=GE GUF=GF GGY=GG GHA=GH GIB=GI GRL=GL "
        "GMB=GM GIN=GN GLP=GP GNQ=GQ GRC=GR SGS=GS GTM=GT GUM=GU GNB=GW GUY=GY HKG=HK HMD=HM "
        "HND=HN HRV=HR HTI=HT HUN=HU IDN=ID IRL=IE ISR=IL IMN=IM IND=IN IOT=IO IRQ=IQ IRN=IR "
        "ISL=IS ITA=IT JEY=JE JAM=JM JOR=JO JPN=JP KEN=KE KGZ=KG KHM=KH KIR=KI COM=KM KNA=KN "
        "PRK=KP KOR=KR XKX=XK KWT=KW CYM=KY KAZ=KZ LAO=LA LBN=LB LCA=LC LIE=LI LKA=LK LBR=LR "
        "LSO=LS LTU=LT LUX=LU LVA=LV LBY=LY MAR=MA MCO=MC MDA=MD MNE=ME MAF=MF MDG=MG MHL=MH "
        "MKD=MK MLI=ML MMR=MM MNG=MN MAC=MO MNP=MP MTQ=MQ MRT=MR MSR=MS MLT=MT MUS=MU MDV=MV "
        "MWI=MW MEX=MX MYS=MY MOZ=MZ NAM=NA NCL=NC NER=NE NFK=NF NGA=NG NIC=NI NLD=NL NOR=NO "
        "NPL=NP NRU=NR NIU=NU NZL=NZ OMN=OM PAN=PA PER=PE PYF=PF PNG=PG PHL=PH PAK=PK POL=PL "
        "SPM=PM PCN=PN PRI=PR PSE=PS PRT=PT PLW=PW PRY=PY QAT=QA REU=RE ROU=RO SRB=RS RUS=RU "
        "RWA=RW SAU=SA SLB=SB SYC=SC SDN=SD SSD=SS SWE=SE SGP=SG SHN=SH SVN=SI SJM=SJ SVK=SK "
        "SLE=SL SMR=SM SEN=SN SOM=SO SUR=SR STP=ST SLV=SV SXM=SX SYR=SY SWZ=SZ TCA=TC TCD=TD "
        "ATF=TF TGO=TG THA=TH TJK=TJ TKL=TK TLS=TL TKM=TM TUN=TN TON=TO TUR=TR TTO=TT TUV=TV "
        "TWN=TW TZA=TZ UKR=UA UGA=UG UMI=UM USA=US URY=UY UZB=UZ VAT=VA VCT=VC VEN=VE VGB=VG "
        "VIR=VI VNM=VN VUT=VU WLF=WF WSM=WS YEM=YE MYT=YT ZAF=ZA ZMB=ZM ZWE=ZW"
    ).split()
)


def iso_of_alpha3(code: str) -> str | None:
    """Give the ISO 3166-1 alpha-2 code of an alpha-3 code, or None.

    >>> iso_of_alpha3("UKR"), iso_of_alpha3("Ukr"), iso_of_alpha3("XYZ")
    ('UA', None, None)
    """
    return _ALPHA_3.get(code.strip())


def iso_of_fips(code: str) -> str | None:
    """Give the ISO 3166-1 alpha-2 code of a FIPS 10-4 country code, or None.

    >>> iso_of_fips("RS"), iso_of_fips("IS"), iso_of_fips("SY"), iso_of_fips("OS")
    ('RU', 'IL', 'SY', None)
    """
    folded = code.strip().upper()
    return _DIFFERENT.get(folded) or (folded if folded in _SAME else None)
