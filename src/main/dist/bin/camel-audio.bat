@echo off
rem Runs Camel Audio: finds Java and the jar, and chooses what shortens the start and saves memory.
rem JAVA_HOME names the Java to use; CAMEL_AUDIO_OPTS has more options for it.
rem See docs/operations.md, "The launcher".
setlocal DisableDelayedExpansion

for %%I in ("%~dp0..") do set "HOME_DIR=%%~fI"
set "JAR=%HOME_DIR%\camel-audio.jar"
if not exist "%JAR%" goto nojar

rem A path may have a parenthesis, which would end a block.
for %%I in (java.exe) do set "JAVA=%%~$PATH:I"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if not exist "%JAVA%" goto nojava

rem The archive of classes for the next start, by size and time of the JDK and the jar.
for %%I in ("%JAVA%") do set "KEY=%%~zI%%~tI"
for %%I in ("%JAR%") do set "KEY=%KEY%%%~zI%%~tI"
set "KEY=%KEY: =%"
set "KEY=%KEY::=%"
set "KEY=%KEY:/=%"
set "KEY=%KEY:.=%"
set "KEY=%KEY:-=%"
set "ARCHIVE_OPTS="
if not defined LOCALAPPDATA goto run
set "DIRECTORY=%LOCALAPPDATA%\camel-audio\start"
if not exist "%DIRECTORY%" mkdir "%DIRECTORY%" 2>nul
if not exist "%DIRECTORY%" goto run
set "ARCHIVE=%DIRECTORY%\%KEY%.jsa"
set "LENGTH=none"
if exist "%ARCHIVE%.length" set /p LENGTH=<"%ARCHIVE%.length"
set "SIZE=missing"
if exist "%ARCHIVE%" for %%I in ("%ARCHIVE%") do set "SIZE=%%~zI"
if "%LENGTH%"=="%SIZE%" goto archived
if exist "%DIRECTORY%\%KEY%.failed" goto run
set "LIST=%DIRECTORY%\%KEY%-%RANDOM%.list"
set ARCHIVE_OPTS="-XX:DumpLoadedClassList=%LIST%" "-Dcamel-audio.classList=%LIST%" "-Dcamel-audio.archive=%ARCHIVE%"

:run
"%JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m -XX:NewSize=4m -XX:MaxNewSize=8m -XX:MinHeapFreeRatio=10 -Dio.netty.allocator.maxOrder=6 -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off %CAMEL_AUDIO_OPTS% %ARCHIVE_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%

:archived
set ARCHIVE_OPTS="-XX:SharedArchiveFile=%ARCHIVE%" "-Dcamel-audio.archive=%ARCHIVE%"
goto run

:nojar
echo error: there is no "%JAR%"; unpack the archive of Camel Audio again, as a whole>&2
exit /b 1

:nojava
echo error: there is no java.exe in JAVA_HOME or PATH; install a JDK 17 or later>&2
exit /b 1
