"""Words by which `names` tells a child's name from others that are capitalised. Data: nothing here decides."""


def words(text):
    return frozenset(text.split())


# Given names of children in the United States, in the languages their families speak. Left out is what is a word, too,
# in one of our languages (Grace, Hope, April, Rosa, Luz): at the start of a sentence it would warn of everything.
GIVEN = words(
    """
    aaliyah aaron abdi abigail abraham adam adrian adriana ahmed aiden aisha alejandra alejandro alex alexa alexander
    alexis alice alicia alina amara amaya amelia amina amir amy ana andrea andres andrew andy angela anna ansèlm anthony
    antonio aria ariana arjun asher ashley aubrey ava avery ayaan ayana babette beatriz benjamin bernardo bianca brandon
    brayden brianna bruno bryan caio caleb cameron camila carla carlitos carlos carmen caroline carter catherine cecilia
    charlotte chloe christian christopher claire clara connor daniel daniela davi david delilah deshawn diana diego
    dieudonné djenane dominic dylan eduardo elena eli elias elijah elizabeth ella ellie emanuel emily emma emmanuel
    emmanuela enzo eric erica ethan evan evelyn ezequiel fabienne fatima fedlyn felipe fernanda fernando francisco
    fritznel gabriel gabriela gabriella gianna ginette giovanni guerline guilherme gustavo hannah harper hector henry
    hudson ian ibrahim isaac isabel isabela isabella isaiah isla islande ivan jack jackson jacob jacquelin jaden jake
    jamal james jasmine jason javier jayden jean-pierre jeremiah jerome jessica jhonny jimena joao joaquin jocelyne john
    jonah jonathan jordan jorge jose joseph joshua josiah josé joão juan juanito judeline julia julian juliana junior
    kaden kaleb karina katherine kayden kayla keisha kervens kevin khadija kimberly kylie laila lara larissa laura
    lauren layla leah leandro leila leonardo leticia levi liam lila linda logan lorenzo lourdes lucas lucia luciana
    lucía luis luisa luiza luke luna lydia mackenzie madison mae maia malik manuel manuela marcela marckenson marcos
    marcus maria mariana marie marisol maría mateo matheus matthew mattie maya mayra megan melissa mia micah michael
    miguel mila miles mirlande mohamed mohammed molly monica muhammad nadia nadège naomi natacha natalia natalie
    nathalie nathan nathaniel naïka nerlande nevaeh nia nicolas nicole nina noah noelle nora oliver olivia omar oscar
    owen pablo paola patricia patrick paulo pedro penelope peter pierre-louis priscila quinn rachel rafael raquel raul
    rebecca renata ricardo richard riley robert roberto rodeline rodrigo ronaldo roseline ryan samantha samuel santiago
    sara sarah savannah scarlett sebastian sergio seth shanice sofia sofía sophia sophie stella stephanie steven tatiana
    thiago thomas tiago tiana tomás tyler valentina valeria vanessa victor victoria vincent vinicius vitor widelene
    wideline wilguens william woodley woodson wyatt xavier ximena yara yasmin yesenia yusuf zachary zara zion zoe zoey
    """
)

# After these comes the name of a grown-up.
GROWN_UPS = words(
    """
    aide asistan asistente assistant auxiliar co-teacher coach director directora direktris direktè diretora dona dr
    edikatè educador educadora educator madan maestra maestro mentor mesye metrès mis miss mr mrs ms mx mèt nurse
    principal profe profesor profesora professor professora pwofesè senhor senhora señor señora señorita sr sra srta
    supervisor teacher tia tio
    """
)

# After these comes the title of a book or a song; a place; a thing that has a name.
WORKS = words(
    """
    author book books by conto cuento leemos leer lemos ler libro liv livro read reading reads song songs story
    """
)

PLACES_AFTER = words(
    """
    at desde em en from in nan near
    """
)

DETERMINERS = words(
    """
    an any as each el esta este every la las los no os that the these this those um uma un una yon
    """
)

# Capitalised in the middle of a sentence by rule or by habit.
CAPITALS = words(
    """
    abril abuela abuelo activity africa african afternoon agosto aloud america american américa angle april arabic art
    august aula autumn avenue avril ayisyen ayiti babies baby bay beach bear bible big block blocks blue blueprint
    bondye boston boy brasil brazil brazilian brown cabo cape carnaval cat caterpillar center centers centre child
    children china chinese choice christmas church circle class coach colombia corner crayola creative creole criollo
    crioulo criterion cuba curriculum dad daddy day december desanm deus dezembro dia diciembre dimanch dios diwali dog
    domain domingo dominican dramatic duck duplo día each early earth easter educator eid elmo elof enero english
    espanhol español everybody everyone fall families family father fathers febrero february feelings fevereiro fevriye
    florida framework fransè free french friday friend friends garden german girl goal goals god google grandma grandpa
    grann green group guatemala haiti haitian halloween hanukkah harbor he head hebrew here highscope hispanic honduras
    house hungry i india infant infants inglés inglês inite interaction ipad it italian janeiro january janvye japanese
    jedi jen jiyè jou jueves julho julio july june junho junio kindergarten klas korean kreyòl kwanzaa lady lake large
    latina latino latinx leader lección lego legos leksyon lendi lesson let level library literacy little lunes madi
    magna-tiles maio mama mamá mamãe mandarin manman march martes marzo março mas massachusetts math may mayo me meeting
    meta metas mexican mexico mill miércoles mom mommy monday montessori morning mother mothers music mèkredi méxico
    nana natal navidad nobody novanm november novembro noviembre nwèl objektif objetivo october octubre oktòb old one
    out outdoor outside outubro pak panyòl papa papai papá park part partner partners pascua pascuas people pigs plan
    play play-doh playdoh pond portuguese portugués português pre-k prek puerto pyramid páscoa quarta question questions
    quinta ramadan read red reggio reyes rico river room rooms rubric russian sala salvador samdi saturday school
    science segunda sensory septanm september septiembre sesame setembro sexta she small somali somebody someone spanish
    spring standard standards start states step steps stories story street student students summer sunday sábado table
    tablet teacher terra terça texas thanksgiving that there they three thursday tierra time times today toddler
    toddlers tuesday unidad unidade unit united vandredi velcro verde very video viernes vietnamese water wednesday week
    what who whole wind winter work yellow york youtube zone zoom áfrica
    """
)

# X's mother; la mamá de X; manman X; a child called X.
KIN = words(
    """
    aunt behavior behaviour brother cubby dad daddy diagnosis diaper family father file grandfather grandma grandmother
    grandpa iep ifsp mama mom mommy mother mum papa parents sister speech tantrum tantrums therapist twin uncle
    """
)

KIN_OF = words(
    """
    abuela abuelo avó avô familia família hermana hermano irmã irmão madre mamá mamãe mãe padre padres pai pais papai
    papá tía tío
    """
)

KIN_HT = words(
    """
    fanmi frè grann granpè manman matant papa paran sè tonton
    """
)
CALLED = ("named", "called", "llamado", "llamada", "se llama", "chamado", "chamada", "se chama", "ki rele")
