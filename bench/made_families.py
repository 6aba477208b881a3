"""Reports of our own making, family by family and language by language, with the truth about which of them are one.

Each family is written from a template whose numbers, dates or names differ from report to report, or of stories that share
no sentence; every third report has a variant that is the same report still. Words of stories are invented: what they mean
tells nothing, how often they come and what stands next to them does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

REPORTS = 24
SENTENCES = 9
MONTHS = {
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
NAMES = {
    "uk": "Остап Мирон Лука Гнат Юліан Тарас Роман Назар Макар Яким Пилип Савелій Демид Юхим Олена Дарина Віра Софія",
    "ru": "Иван Пётр Егор Глеб Марк Борис Лев Антон Фёдор Матвей Тимур Захар Ольга Вера Нина Анна Зоя Рита",
    "en": "John Peter Mark Lewis Henry Oscar Simon Adam Felix Ruth Anna Helen Grace Carol Diana Vera Irene Nora",
}
SURNAMES = {
    "uk": "Гук Сокіл Яремчук Білик Дзюба Кравець Мазур Топчій Хоменко Чуб Щур Рись Ладан Бондар Швець Коваль",
    "ru": "Громов Соколов Белов Зуев Лапин Мухин Рогов Титов Ершов Панов Фомин Щукин Орлов Котов Дубов Шилов",
    "en": "Grant Fowler Barker Doyle Hughes Marsh Norris Pratt Quinn Reeves Slater Tate Vance Walsh Young Banks",
}
TOWNS = {
    "uk": "Ромни Самбір Хотин Ізюм Канів Острог Лубни Яготин Броди Ковель Сарни Тульчин Хуст Шацьк Галич Буча",
    "ru": "Тверь Псков Орёл Елец Муром Углич Клин Ржев Вязьма Курск Керчь Томск Пермь Сызрань Ухта Выборг",
    "en": "Dover Leeds Truro Derby Wells Ripon Ely Perth Stirling Bath Luton Hove Barrow Crewe Dorset Kendal",
}
TEMPLATES = {
    "losses": {
        "uk": "За добу {day} {month} противник втратив {n3} військових, повідомив Генеральний штаб. Знищено {n1} танків, {n2} "
        "броньованих машин, {n2} артилерійських систем і {n3} безпілотників. Загальні втрати від початку війни сягнули {n6} "
        "осіб, {n4} танків і {n5} автомобілів. Дані уточнюють, бо інтенсивність бойових дій висока.",
        "ru": "За сутки {day} {month} противник потерял {n3} военных, сообщил Генеральный штаб. Уничтожено {n1} танков, {n2} "
        "бронированных машин, {n2} артиллерийских систем и {n3} беспилотников. Общие потери с начала войны достигли {n6} "
        "человек, {n4} танков и {n5} автомобилей. Данные уточняются, так как интенсивность боёв высока.",
        "en": "Russia lost {n3} troops over the past day, {month} {day}, the General Staff reported. Defenders destroyed {n1} "
        "tanks, {n2} armoured vehicles, {n2} artillery systems and {n3} drones. Total losses since the start of the invasion "
        "have reached {n6} people, {n4} tanks and {n5} trucks. The figures are being clarified because of heavy fighting.",
    },
    "rates": {
        "uk": "Національний банк встановив офіційний курс гривні на {day} {month}. Долар коштує {r} гривні, євро {r} гривні, "
        "злотий {r}. На міжбанку торги закрилися на рівні {r} за долар. У касах банків готівковий долар продають по {r}, "
        "купують по {r}. Аналітики не чекають різких коливань до кінця тижня.",
        "ru": "Национальный банк установил официальный курс на {day} {month}. Доллар стоит {r}, евро {r}, злотый {r}. На "
        "межбанке торги закрылись на уровне {r} за доллар. В кассах банков наличный доллар продают по {r}, покупают по {r}. "
        "Аналитики не ждут резких колебаний до конца недели.",
        "en": "The central bank set the official exchange rate for {month} {day}. The dollar costs {r}, the euro {r} and the "
        "zloty {r}. On the interbank market trading closed at {r} to the dollar. Bank branches sell cash dollars at {r} and "
        "buy them at {r}. Analysts expect no sharp moves before the end of the week.",
    },
    "weather": {
        "uk": "Завтра, {day} {month}, в області хмарно з проясненнями, повідомив гідрометцентр. Вітер західний, {n1} метрів за "
        "секунду. Температура вночі {n1}, удень {n1} градусів тепла, тиск {n3} міліметрів. Без істотних опадів. Синоптики "
        "радять водіям бути уважними через туман і не залишати автомобілі під деревами.",
        "ru": "Завтра, {day} {month}, в области облачно с прояснениями, сообщил гидрометцентр. Ветер западный, {n1} метров в "
        "секунду. Температура ночью {n1}, днём {n1} градусов тепла, давление {n3} миллиметров. Без существенных осадков. "
        "Синоптики советуют водителям быть внимательными из-за тумана и не оставлять машины под деревьями.",
        "en": "Tomorrow, {month} {day}, will be cloudy with sunny spells across the county, forecasters said. Winds from the "
        "west at {n1} miles an hour. Lows of {n1} and highs of {n1} degrees, pressure {n3} millimetres. No significant rain "
        "is expected. Drivers are advised to take care in morning fog and not to park under trees.",
    },
    "outages": {
        "uk": "Графіки відключень світла на {day} {month} оприлюднив оператор. Чергу {n1} вимкнуть з {h}:00 до {h}:30, чергу "
        "{n1} з {h}:00 до {h}:00, чергу {n1} з {h}:30 до {h}:00. Обмеження для промисловості діятимуть з {h}:00. Просимо не "
        "вмикати кілька потужних приладів одночасно, щойно з'явиться світло, і стежити за змінами на сайті.",
        "ru": "Графики отключений света на {day} {month} обнародовал оператор. Очередь {n1} отключат с {h}:00 до {h}:30, "
        "очередь {n1} с {h}:00 до {h}:00, очередь {n1} с {h}:30 до {h}:00. Ограничения для промышленности действуют с {h}:00. "
        "Просим не включать несколько мощных приборов сразу, как появится свет, и следить за изменениями на сайте.",
        "en": "The operator published power cut schedules for {month} {day}. Group {n1} will be off from {h}:00 to {h}:30, "
        "group {n1} from {h}:00 to {h}:00 and group {n1} from {h}:30 to {h}:00. Limits for industry apply from {h}:00. "
        "Customers are asked not to switch on several powerful appliances at once when the light returns.",
    },
    "alerts": {
        "uk": "У ніч на {day} {month} ворог запустив {n2} ударних дронів і {n1} ракет, повідомили Повітряні сили. Збито {n2} "
        "дронів та {n1} ракет, ще {n1} не досягли цілей. Тривога тривала з {h}:{m} до {h}:{m}. Влучання зафіксовано на {n1} "
        "локаціях, уламки впали на {n1}. На місцях працюють рятувальники, інформація про постраждалих уточнюється.",
        "ru": "В ночь на {day} {month} враг запустил {n2} ударных дронов и {n1} ракет, сообщили Воздушные силы. Сбито {n2} "
        "дронов и {n1} ракет, ещё {n1} не достигли целей. Тревога длилась с {h}:{m} до {h}:{m}. Попадания зафиксированы на "
        "{n1} локациях, обломки упали на {n1}. На местах работают спасатели, сведения о пострадавших уточняются.",
        "en": "Overnight on {month} {day} the enemy launched {n2} attack drones and {n1} missiles, the Air Force said. Air "
        "defence shot down {n2} drones and {n1} missiles, another {n1} missed. The alert lasted from {h}:{m} to {h}:{m}. Hits "
        "were recorded at {n1} sites, debris fell at {n1}. Rescuers are at work, reports of casualties are being checked.",
    },
    "court": {
        "uk": "Районний суд викликає в засідання відповідача на ім'я {name}, останнє відоме місце проживання якого {town}. "
        "Справу за позовом банку про стягнення боргу розгляне суддя {name}. Громадянин {name0} має прибути з паспортом і "
        "доказами. Якщо {name0} не з'явиться без поважних причин, справу розглянуть без нього. Зі справою можна "
        "ознайомитися в канцелярії, куди {name0} може звернутися щодня в робочий час.",
        "ru": "Районный суд вызывает в заседание ответчика по имени {name}, последнее известное место жительства {town}. Дело "
        "по иску банка о взыскании долга рассмотрит судья {name}. Гражданин {name0} должен прибыть с паспортом и "
        "доказательствами. Если {name0} не явится без уважительных причин, дело рассмотрят без него. С делом можно "
        "ознакомиться в канцелярии, куда {name0} может обратиться ежедневно в рабочее время.",
        "en": "The district court summons the defendant {name}, whose last known residence is {town}, to a hearing. The bank's "
        "claim for a debt will be heard by judge {name}. The defendant {name0} must bring a passport and any evidence. Should "
        "{name0} fail to appear without good reason, the case will be heard in absence. The file is open at the registry, "
        "where {name0} may come on any working day.",
    },
    "obituaries": {
        "uk": "На фронті загинув наш земляк {name}, повідомила громада міста {town}. Захисник мужньо боронив країну в складі "
        "механізованої бригади. До війни {name0} працював будівельником, любив риболовлю й футбол. Побратими згадують, що "
        "{name0} завжди приходив на допомогу. У нього залишилися мати, дружина та двоє дітей. Поховають воїна на Алеї Слави. "
        "Висловлюємо щирі співчуття рідним. Вічна пам'ять Герою.",
        "ru": "Ушёл из жизни наш земляк {name}, сообщила администрация города {town}. Он много лет преподавал в сельской школе "
        "и воспитал сотни учеников. Коллеги помнят, что {name0} никогда не повышал голоса. До последних дней {name0} вёл "
        "кружок и писал заметки в газету. У него остались жена, дети и внуки. Прощание пройдёт в доме культуры. Выражаем "
        "искренние соболезнования родным и близким.",
        "en": "Our colleague {name} of {town} has died after a long illness, the family announced. For many years {name0} "
        "taught at the village school and coached the rowing club. Friends recall that {name0} never raised a voice and "
        "always had time for others. The funeral will be private, donations may be sent to the hospice. Those who knew "
        "{name0} are invited to sign a book of condolence in the parish hall.",
    },
}
ALPHABETS = {
    "uk": "абвгдежзиклмнопрстуфхцчшюяіє",
    "ru": "абвгдежзиклмнопрстуфхцчшыэюя",
    "en": "abcdefghijklmnoprstuvwy",
    "ka": "აბგდევზთიკლმნოპრსტუფქღყშჩცძწჭხჯჰ",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "zh": "".join(map(chr, range(0x4E00, 0x4E00 + 1_500))),
}
LEADS = {
    "uk": "Новини краю.",
    "ru": "Лента дня.",
    "en": "Wire news.",
    "ka": "ახალი ამბები.",
    "ar": "أخبار اليوم.",
    "zh": "今日新闻。",
}


@dataclass(frozen=True)
class Report:
    """A text, the family and language that it is of, and the report that it is."""

    family: str
    language: str
    report: str
    text: str


def reports() -> Iterator[Report]:
    """Write every family in every language that it has."""
    for family, templates in TEMPLATES.items():
        for language, template in templates.items():
            texts = [_filled(template, language, Random(f"{family}{language}{number}")) for number in range(REPORTS)]
            yield from _with_variants(family, language, texts)
    for language in ALPHABETS:
        stories = [_story(language, Random(f"{language}{number}")) for number in range(REPORTS)]
        yield from _with_variants("stories", language, [" ".join(each) for each in stories])
        yield from _made_of_others(language, stories)


def _filled(template: str, language: str, random: Random) -> str:
    names = [f"{random.choice(NAMES[language].split())} {random.choice(SURNAMES[language].split())}" for _ in range(3)]
    given = iter([*names, *names])

    def slot(kind: str) -> str:
        if kind[0] == "n" and kind[1:].isdigit():
            return str(random.randrange(10 ** (int(kind[1:]) - 1), 10 ** int(kind[1:])))
        fillings = {
            "day": lambda: str(random.randrange(1, 29)),
            "month": lambda: random.choice(MONTHS[language].split()),
            "r": lambda: f"{random.randrange(10, 60)},{random.randrange(1000, 9999)}",
            "h": lambda: str(random.randrange(0, 24)),
            "m": lambda: f"{random.randrange(0, 60):02}",
            "name": lambda: next(given),
            "name0": lambda: names[0],
            "town": lambda: random.choice(TOWNS[language].split()),
        }
        return fillings[kind]()

    first, *rest = template.split("{")
    return first + "".join(slot(part.partition("}")[0]) + part.partition("}")[2] for part in rest)


def _story(language: str, random: Random, sentences: int = SENTENCES) -> list[str]:
    return [_sentence(language, random) for _ in range(sentences)]


def _sentence(language: str, random: Random) -> str:
    words = [_word(language, int(random.paretovariate(0.6))) for _ in range(random.randrange(9, 18))]
    words.insert(random.randrange(1, len(words)), str(random.randrange(2, 2_000)))
    if language == "zh":
        return "".join(words) + "。"
    return " ".join(words).capitalize() + "."


def _word(language: str, rank: int) -> str:
    letters = Random(f"{language}{min(rank, 40_000)}")
    size = letters.randrange(1, 3) if language == "zh" else letters.randrange(2, 10)
    return "".join(letters.choice(ALPHABETS[language]) for _ in range(size))


def _with_variants(family: str, language: str, texts: list[str]) -> Iterator[Report]:
    variants = [_reprinted, _cut, _edited, _same]
    for number, text in enumerate(texts):
        name = f"{family} {language} {number}"
        yield Report(family, language, name, text)
        if number % 3 == 0:
            yield Report(family, language, name, variants[number // 3 % len(variants)](text, language))


def _reprinted(text: str, language: str) -> str:
    random = Random(text)
    return f"{LEADS[language]} {_sentence(language, random)} {text} {_sentence(language, random)}"


def _cut(text: str, language: str) -> str:
    return text[: int(0.6 * len(text))]


def _edited(text: str, language: str) -> str:
    """Replace a word in twenty."""
    random = Random(text)
    pieces = list(text) if language == "zh" else text.split(" ")
    for place, piece in enumerate(pieces):
        if piece.isalpha() and piece.islower() | (piece.lower() == piece.upper()) and random.random() < 0.05:
            pieces[place] = _word(language, 500 + random.randrange(9_000))
    return ("" if language == "zh" else " ").join(pieces)


def _same(text: str, language: str) -> str:
    return text.replace(".", " .").upper() if language in MONTHS else text


def _made_of_others(language: str, stories: list[list[str]]) -> Iterator[Report]:
    """Give stories with one background, digests of the stories, and the hours of a live blog: each a report of its own."""
    background = _story(language, Random(f"background {language}"), 4)
    for number in range(REPORTS // 2):
        own = _story(language, Random(f"own {language}{number}"), 5)
        yield Report("shared background", language, f"background {language} {number}", " ".join([*own, *background]))
        quoted = [line for story in Random(number).sample(stories, 5) for line in story[:2]]
        yield Report("digests", language, f"digest {language} {number}", " ".join(quoted))
    entries = [line for story in stories for line in story[2:5]]
    for hour in range(6):
        yield Report("live blogs", language, f"live {language} {hour}", " ".join(entries[8 * hour : 8 * hour + 14]))
