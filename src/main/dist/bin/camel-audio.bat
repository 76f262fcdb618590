@echo off
rem Runs Camel Audio: finds Java and the jar, and chooses what shortens the start and saves memory.
rem JAVA_HOME names the Java to use; CAMEL_AUDIO_OPTS has more options for it.
rem See docs/operations.md, "The launcher".
setlocal EnableExtensions DisableDelayedExpansion
rem Else exit codes would be what a variable of this name has.
set "ERRORLEVEL="

rem No path stands in parentheses: it may have one, which would end the block.
for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
set "JAR=%HOME_DIR%\camel-audio.jar"
if not exist "%JAR%" goto nojar

if defined JAVA_HOME goto javahome
for %%I in (java.exe) do set "JAVA=%%~$PATH:I"
if not defined JAVA goto nojava
goto collector
:javahome
set "JAVA=%JAVA_HOME:"=%\bin\java.exe"
if not exist "%JAVA%" goto nojavahome

:collector
set "COLLECTOR=-XX:+UseSerialGC"
set "ARCHIVE_OPTS="
if not defined CAMEL_AUDIO_OPTS goto archive
rem Java takes one collector only. An archive is good for the options that it was made with.
set "OPTIONS=%CAMEL_AUDIO_OPTS:"=%"
:option
if not defined OPTIONS goto run
set "REST=%OPTIONS:*-XX:+Use=%"
if "%REST%"=="%OPTIONS%" goto run
set "NAME="
for /f %%I in ("%REST%") do set "NAME=%%I"
if "%NAME:~-2%"=="GC" set "COLLECTOR="
set "OPTIONS=%REST%"
goto option

:archive
if defined JAVA_TOOL_OPTIONS goto run
if defined JDK_JAVA_OPTIONS goto run
if not defined LOCALAPPDATA goto run
set "DIRECTORY=%LOCALAPPDATA%\camel-audio\start"
if not exist "%DIRECTORY%\" mkdir "%DIRECTORY%" 2>nul
if not exist "%DIRECTORY%\" goto run

rem The archive of classes for the next start, by the check sum of the jar, and by size and time of Java: two builds
rem may have the same size and time. The second line is the sum; words instead are a failure.
set "SUM="
for /f "skip=1 delims=" %%I in ('%SystemRoot%\System32\certutil.exe -hashfile "%JAR%" SHA256 2^>nul') do if not defined SUM set "SUM=%%I"
if not defined SUM goto run
set "SUM=%SUM: =%"
for /f "delims=0123456789abcdefABCDEF" %%I in ("%SUM%") do set "SUM="
if not defined SUM goto run
for %%I in ("%JAVA%") do set "KEY=%SUM:~0,32%-%%~zI%%~tI"
set "KEY=%KEY: =%"
set "KEY=%KEY::=%"
set "KEY=%KEY:/=%"
set "KEY=%KEY:.=%"
set "KEY=%KEY:,=%"

set "ARCHIVE=%DIRECTORY%\%KEY%.jsa"
set "LENGTH=none"
set "KIND=-"
for %%I in ("%ARCHIVE%.length") do set "KIND=%%~aI-"
if "%KIND:~0,1%"=="d" goto run
if exist "%ARCHIVE%.length" for /f "usebackq" %%I in ("%ARCHIVE%.length") do set "LENGTH=%%I"
set "SIZE=missing"
if exist "%ARCHIVE%" for %%I in ("%ARCHIVE%") do set "SIZE=%%~zI"
if "%LENGTH%"=="%SIZE%" goto archived
if exist "%DIRECTORY%\%KEY%.failed" goto run
set "LIST=%DIRECTORY%\%KEY%-%RANDOM%.list"
set ARCHIVE_OPTS="-XX:DumpLoadedClassList=%LIST%" "-Dcamel-audio.classList=%LIST%" "-Dcamel-audio.archive=%ARCHIVE%"
goto run

:archived
set ARCHIVE_OPTS="-XX:SharedArchiveFile=%ARCHIVE%" "-Dcamel-audio.archive=%ARCHIVE%"

:run
"%JAVA%" %COLLECTOR% -XX:TieredStopAtLevel=1 -Xms18m -XX:NewSize=4m -XX:MaxNewSize=4m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-ShrinkHeapInSteps -Dio.netty.allocator.maxOrder=4 -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off %CAMEL_AUDIO_OPTS% %ARCHIVE_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%

:nojar
echo error: there is no "%JAR%"; unpack the archive of Camel Audio again, as a whole>&2
exit /b 1

:nojava
echo error: there is no java.exe in PATH; install a JDK 17 or later, or set JAVA_HOME>&2
exit /b 1

:nojavahome
echo error: there is no "%JAVA%"; set JAVA_HOME to a JDK 17 or later>&2
exit /b 1
